using System.Text;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>What MailKit takes: a shell that writes a letter's bytes as they are.</summary>
internal sealed class MailKitMessage
{
    private readonly WireMessage _wire;
    private readonly WireBody _body;
    private Header? _head;

    public MailKitMessage(WireMessage wire)
    {
        _wire = wire;
        _body = new WireBody(wire.Body);
        Message = new MimeMessage { Body = _body };
    }

    public MimeMessage Message { get; }

    public long Size => _wire.Size;

    /// <summary>Takes what the letter holds now.</summary>
    public void Fill(WireProgress progress)
    {
        _body.Progress = progress;
        Carry(_wire.Head.Written);
    }

    /// <summary>
    /// MimeKit would fold and encode each field again, and a signature holds for these bytes only: so the first field carries the
    /// whole head as its value. This is the one place where that is allowed, because every byte has passed <see cref="WireRules"/>.
    /// </summary>
    private void Carry(ReadOnlySpan<byte> head)
    {
        var colon = head.IndexOf((byte)':');
        if (_head is null || !Ascii.Equals(head[..colon], _head.Field))
        {
            Message.Headers.Clear();
            _head = new Header(Encoding.ASCII.GetString(head[..colon]), "");
            Message.Headers.Add(_head);
        }

#pragma warning disable RS0030
        _head.SetRawValue(head[(colon + 1)..].ToArray());
#pragma warning restore RS0030
    }
}
