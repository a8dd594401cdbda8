using ActorMail.Letters;

namespace ActorMail.Smtp.Letters;

/// <summary>Where links lead, asked for at each letter.</summary>
internal sealed class ReadersUrl(SenderSettings sender)
{
    private Known? _known;

    public string Now
    {
        get
        {
            var url = sender.PublicUrl;
            var known = _known;
            if (!ReferenceEquals(known?.Url, url))
                _known = known = new Known(url, LetterPress.PublicUrl(url));
            return known.Ascii;
        }
    }

    private sealed record Known(Uri Url, string Ascii);
}
