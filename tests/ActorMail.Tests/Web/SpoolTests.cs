using ActorMail.Web.Streams;

namespace ActorMail.Tests.Web;

public sealed class SpoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("actormail-spool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_whole_body_is_given_back_from_its_beginning()
    {
        await using var file = await Spool.WholeAsync(new MemoryStream([1, 2, 3]), _directory, 3, default);
        var read = new byte[4];
        Assert.Equal(3, await file!.ReadAsync(read));
        Assert.Equal([1, 2, 3, 0], read);
    }

    [Fact]
    public async Task A_cut_body_throws_so_that_nobody_takes_it_for_a_whole_one()
    {
        await Assert.ThrowsAsync<IOException>(() => Spool.WholeAsync(new CutStream([1, 2, 3]), _directory, 100, default));
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_not_kept()
    {
        Assert.Null(await Spool.WholeAsync(new MemoryStream([1, 2, 3]), _directory, 2, default));
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task A_spooled_body_has_no_name_that_could_outlive_the_process()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var file = await Spool.WholeAsync(new MemoryStream([1]), _directory, 1, default);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("cut");
    }
}
