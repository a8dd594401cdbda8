using ActorMail;
using ActorMail.DevInbox;
using ActorMail.Embedded.Start;
using ActorMail.Hosting;
using ActorMail.Node.Demo;
using ActorMail.Node.Start;
using ActorMail.Tokens;
using ActorMail.Web.Migration;

try
{
    var arguments = NodeArguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(NodeArguments.Usage);
        return 0;
    }

    // What can be wrong is found before anything is made or started.
    var builder = NodeHost.CreateBuilder(arguments);
    var node = NodeConfiguration.Read(builder.Configuration, arguments);

    // What the node stands on, in the order it is needed; given back in the opposite one.
    using var hold = DataHold.Take(node.Options);
    UploadedFile.ClearLeftovers(node.Options.DataDirectory);
    if (node.Cluster is not null) ClusterGround.CheckPort(node.Cluster);
    await using var store = await StoreOpening.OpenAsync(node.Options);
    if (node.Cluster is not null) await ClusterGround.CheckDatabaseAsync(node, store, builder.Configuration);
    await using var inbox = node.SendsToRelays
        ? null
        : await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);
    var keys = new InstanceKeys(await store.Secret.GetOrCreateAsync(CancellationToken.None));

    builder.Services
        .AddStore(store)
        .AddSending(node, keys, inbox)
        .AddOutside(node, store)
        .AddDoor(node, inbox)
        .AddOtlpExport(node.Options.Telemetry.Otlp, builder.Configuration);

    await using var app = builder.Build();
    app.UseLastOrders();
    if (node.IsWeb) app.MapActorMail();
    else app.MapActorMailHealth();
    if (arguments.Demo) app.MapDemoPages();
    var started = await app.StartNodeAsync(node.Cluster);
    if (started) Greeting.Print(Console.Out, node, app.Urls);

    if (started && arguments.Demo)
    {
        var shown = await DemoRun.RunAsync(node, app.Lifetime.ApplicationStopping);
        if (arguments.Exit)
        {
            await app.StopAsync();
            return shown ? 0 : 1;
        }
    }

    await app.WaitForShutdownAsync();
    return NodeEnd.ExitCode(
        app.Services.GetRequiredService<DrainReport>(), app.Services.GetRequiredService<NewSecret>(), Console.Error);
}
catch (ActorMailStartException refused)
{
    foreach (var line in refused.Lines) await Console.Error.WriteLineAsync(line);
    return StartRefused.Surroundings;
}
catch (StartRefused refused)
{
    foreach (var line in refused.Lines) await Console.Error.WriteLineAsync(line);
    return refused.ExitCode;
}
