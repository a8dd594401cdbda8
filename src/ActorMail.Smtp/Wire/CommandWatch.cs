using System.Buffers.Text;
using MailKit;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Hears each command in plain text just after it left (MailKit calls its protocol logger there, under TLS too) and gives the
/// answer its time. It keeps nothing of what it hears but the code of the last reply.
/// </summary>
internal sealed class CommandWatch(Func<ReadOnlySpan<byte>, TimeSpan?> limitFor, Action<TimeSpan> allow) : IProtocolLogger
{
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>0 when there was none, or none that could be read.</summary>
    public int LastCode { get; private set; }

    public void LogConnect(Uri uri) { }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        var command = buffer.AsSpan(offset, count);
        if (limitFor(command) is { } limit) allow(limit);
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (count >= 3 && Utf8Parser.TryParse(buffer.AsSpan(offset, 3), out int code, out var digits) && digits == 3) LastCode = code;
    }

    public void Dispose() { }
}
