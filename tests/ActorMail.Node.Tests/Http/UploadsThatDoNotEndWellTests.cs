using ActorMail.Web.Migration;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMail.Node.Tests.Http;

public sealed class UploadsThatDoNotEndWellTests
{
    [Theory]
    [InlineData(28, 507)]
    [InlineData(122, 507)]
    [InlineData(5, 500)]
    public void A_disk_that_is_full_is_told_from_one_that_is_broken(int errno, int status)
    {
        var problem = new Failures(NullLogger<Failures>.Instance).ProblemOf(new IOException("told by the system", errno));
        Assert.Equal(status, Assert.IsAssignableFrom<IStatusCodeHttpResult>(problem).StatusCode);
    }

    [Fact]
    public void What_a_killed_node_left_of_an_upload_goes_and_nothing_else_does()
    {
        var folder = Directory.CreateTempSubdirectory("actormail-").FullName;
        var upload = $"migration-{Guid.NewGuid():n}.db";
        foreach (var name in new[] { upload, $"{upload}-wal", "actormail.db", "migration-2026-11.db", "migration.md" })
            File.WriteAllText(Path.Combine(folder, name), "text");
        UploadedFile.ClearLeftovers(folder);
        Assert.Equal(["actormail.db", "migration-2026-11.db", "migration.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Directory.Delete(folder, recursive: true);
    }
}
