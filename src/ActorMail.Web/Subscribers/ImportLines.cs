using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ActorMail.Subscribers;
using ActorMail.Web.Csv;

namespace ActorMail.Web.Subscribers;

/// <summary>One line of an import: a row to write, or the reason why not.</summary>
internal readonly record struct ImportLine(long Line, ImportRow? Row, string? Reason);

/// <summary>Turns records into rows.</summary>
internal sealed class ImportLines(ImportHeader header, string defaultList)
{
    private static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    public ImportLine Read(CsvRecord record)
    {
        ImportRow? row = null;
        var reason = record.Fault ?? Read(record.Fields, out row);
        return new ImportLine(record.Line, row, reason);
    }

    /// <summary>
    /// 64 bits of a hash stand for address and list, which may come once in a file. In one of a million rows two different ones
    /// agree with a chance of three in a hundred million.
    /// </summary>
    public static ulong Key(ImportRow row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Email.Normalised} {row.List}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private string? Read(IReadOnlyList<string> fields, out ImportRow? row)
    {
        row = null;
        if (fields.Count != header.Columns) return $"the line has {fields.Count} fields, the header has {header.Columns}";
        if (!EmailAddress.TryParse(Field(fields, header.Email), out var email, out var reason)) return reason;
        var list = Field(fields, header.List) is { Length: > 0 } named ? named : defaultList;
        if (!ListName.TryParse(list, out list, out reason)) return reason;
        SubscriberState? state = null;
        if (Field(fields, header.State) is { Length: > 0 } word && !SubscriberWords.TryState(word, out state))
            return $"the state {SubscriberWords.StateFault}";
        var name = Field(fields, header.Name);
        var fault = Attributes(fields, out var attributes) ?? SubscriberFields.NameFault(name);
        if (fault is null) row = new ImportRow(email, name.Length > 0 ? name : null, list, state, attributes);
        return fault;
    }

    private static string Field(IReadOnlyList<string> fields, int? column) =>
        column is { } at ? CsvText.Revived(fields[at].Trim()) : "";

    private string? Attributes(IReadOnlyList<string> fields, out IReadOnlyDictionary<string, string> attributes)
    {
        attributes = NoAttributes;
        if (header.Attributes.Count == 0) return null;
        var found = new Dictionary<string, string>();
        attributes = found;
        foreach (var (column, name) in header.Attributes)
        {
            var value = Field(fields, column);
            if (SubscriberFields.AttributeFault(name, value) is { } fault) return fault;
            if (value.Length > 0) found.Add(name, value);
        }

        return found.Count > SubscriberFields.MaxAttributes
            ? $"the line has {found.Count} attributes, a reader at most {SubscriberFields.MaxAttributes}"
            : null;
    }
}
