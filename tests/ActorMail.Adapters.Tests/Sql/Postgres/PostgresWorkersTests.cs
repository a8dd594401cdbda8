using ActorMail.Engine;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Who waits for a worker that cannot connect.</summary>
public sealed class PostgresWorkersTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _trying = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _failing = new();
    private PostgresWorkers _workers = null!;
    private Exception _fault = null!;
    private int _tries;

    public Task InitializeAsync()
    {
        _workers = new PostgresWorkers("writer", 1, () =>
        {
            _tries++;
            _trying.TrySetResult();
            _failing.Wait();
            throw _fault;
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _failing.Set();
        await _workers.DisposeAsync();
        _failing.Dispose();
    }

    [Fact]
    public async Task What_was_queued_before_a_failed_connect_fails_with_it_and_what_comes_later_is_tried()
    {
        _fault = new NpgsqlException("gone", new TimeoutException());

        await FailAsync(4, "does not answer");
        Assert.Equal(1, _tries);

        await FailAsync(1, "does not answer");
        Assert.Equal(2, _tries);
    }

    /// <summary>The connections it has may go on.</summary>
    [Fact]
    public async Task A_server_that_has_no_connection_left_fails_nobody_but_who_asked_for_one()
    {
        _fault = new PostgresException("too many clients", "FATAL", "FATAL", "53300");

        await FailAsync(2, "no connection left");
        Assert.Equal(2, _tries);
    }

    /// <summary>All are queued before the first fails.</summary>
    private async Task FailAsync(int count, string why)
    {
        var first = AskAsync();
        await _trying.Task;
        List<Task<int>> all = [first, .. Enumerable.Range(1, count - 1).Select(_ => AskAsync())];
        _failing.Set();
        foreach (var one in all)
            Assert.Contains(why, (await Assert.ThrowsAsync<StoreUnavailableException>(() => one)).Message);
    }

    private Task<int> AskAsync() => _workers.RunAsync(_ => 1, CancellationToken.None);
}
