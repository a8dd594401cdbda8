using System.Text;
using ActorMail.Node.Spool;

namespace ActorMail.Node.Tests.Triggers;

public sealed class A_spooled_file_says_where_its_fault_is
{
    [Theory]
    [InlineData("---\nsubject: Tides\nat: tomorrow\n---\nHi", "line 3: at: 'tomorrow' is not a time")]
    [InlineData("---\nat:\n  2026-13-01 09:00\nsubject: Tides\n---\nHi", "line 3: at: '2026-13-01 09:00' is not a time")]
    [InlineData("---\nsubject: [\n---\nHi", "line ")]
    public void The_reason_begins_with_the_line(string file, string reason)
    {
        Assert.False(SpoolFile.TryRead("tides.md", Encoding.UTF8.GetBytes(file), TimeZoneInfo.Utc, out _, out var why));
        Assert.StartsWith(reason, why);
    }
}
