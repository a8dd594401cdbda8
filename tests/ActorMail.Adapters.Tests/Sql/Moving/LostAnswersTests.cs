using ActorMail.Moving;
using ActorMail.Storage;
using ActorMail.Testing.Postgres;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A move whose link to the server broke at its commit.</summary>
public sealed class LostAnswersTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly MoveDoubt Patient = new(200, TimeSpan.FromMilliseconds(100));
    private static readonly MoveDoubt Brief = new(2, TimeSpan.FromMilliseconds(50));
    private MovingGround _ground = null!;

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is null) _ground = await MovingGround.MakeAsync();
    }

    public async Task DisposeAsync()
    {
        if (PostgresPrograms.Missing is null) await _ground.DisposeAsync();
    }

    [PostgresFact]
    public async Task Who_was_heard_and_not_answered_has_moved_and_is_told_so()
    {
        using var file = await LivelyFile.MakeAsync();
        using var link = _ground.LinkCutAtCommit(heard: true);

        var moved = await MovingGround.MoveAsync(file.Path, link, Patient);

        Assert.Equal(1, link.Cuts);
        Assert.True(moved["subscribers"] > 0);
        Assert.Equal(file.Secret, await _ground.Stores.Secret.GetOrCreateAsync(None));
    }

    [PostgresFact]
    public async Task Who_was_not_heard_has_moved_nothing_and_is_told_so()
    {
        using var file = await LivelyFile.MakeAsync();
        var before = await _ground.EverythingAsync();
        using var link = _ground.LinkCutAtCommit(heard: false);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => MovingGround.MoveAsync(file.Path, link, Patient));

        Assert.Equal(1, link.Cuts);
        Assert.Equal(before, await _ground.EverythingAsync());
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_server_cannot_be_asked_nobody_says_what_became_of_it(bool heard)
    {
        using var file = await LivelyFile.MakeAsync();
        using var link = _ground.LinkCutAtCommit(heard, staysCut: true);

        await Assert.ThrowsAsync<MigrationInDoubtException>(() => MovingGround.MoveAsync(file.Path, link, Brief));
    }
}
