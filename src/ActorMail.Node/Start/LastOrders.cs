namespace ActorMail.Node.Start;

/// <summary>
/// Cuts requests that are still open a few seconds after the node was told to stop. The drain may take minutes, for the
/// sake of open messages; a page that watches a post has no end of its own and must not make it last.
/// </summary>
internal static class LastOrders
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void UseLastOrders(this WebApplication app)
    {
        var closing = new CancellationTokenSource();
        app.Lifetime.ApplicationStopping.Register(() => closing.CancelAfter(Grace));
        app.Use(async (context, next) =>
        {
            await using var cut = closing.Token.UnsafeRegister(_ => context.Abort(), null);
            await next(context);
        });
    }
}
