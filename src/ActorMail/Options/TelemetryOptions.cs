namespace ActorMail.Options;

/// <summary>
/// Where the node tells of itself. An application that embeds ActorMail has its own OpenTelemetry, adds the source and the meter <c>ActorMail</c> to
/// it and leaves this out.
/// </summary>
public sealed class TelemetryOptions
{
    public OtlpOptions Otlp { get; set; } = new();
}

/// <summary>Where a node tells of itself by OTLP.</summary>
public sealed class OtlpOptions
{
    /// <summary>
    /// Where traces, metrics and logs are sent by OTLP: <c>http://collector:4317</c>. Default: nowhere, unless OTEL_EXPORTER_OTLP_ENDPOINT says.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary><c>grpc</c> (default) or <c>http/protobuf</c>.</summary>
    public string Protocol { get; set; } = "grpc";
}
