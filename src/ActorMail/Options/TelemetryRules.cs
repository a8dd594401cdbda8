namespace ActorMail.Options;

/// <summary>What a sound telemetry section is.</summary>
internal static class TelemetryRules
{
    private const string Section = $"{ActorMailOptions.Section}:Telemetry:Otlp";

    public static IEnumerable<OptionFault> Check(OtlpOptions otlp)
    {
        if (!string.IsNullOrWhiteSpace(otlp.Endpoint)
            && !(Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"))
            yield return new OptionFault($"{Section}:Endpoint", "no http or https address; write it like http://collector.example.org:4317");
        if (otlp.Protocol is not ("grpc" or "http/protobuf"))
            yield return new OptionFault($"{Section}:Protocol", $"'{otlp.Protocol}' is neither grpc nor http/protobuf");
    }
}
