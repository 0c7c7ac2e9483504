using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Telemetry;

/// <summary>Where metrics and traces go, by OTLP. Nowhere unless an endpoint is named.</summary>
public sealed record TelemetryOptions
{
    /// <summary>A collector: <c>http://127.0.0.1:4317</c> for gRPC, <c>http://127.0.0.1:4318</c> for HTTP. Null for none.</summary>
    [WebAddress]
    public Uri? OtlpEndpoint { get; init; }

    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.Grpc;

    /// <summary>Headers that the collector asks for, <c>name=value,name=value</c>. A secret: give it through the environment, not a file.</summary>
    public string? OtlpHeaders { get; init; }

    /// <summary>Time between two exports of metrics, 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    // A record prints its properties; this one has a secret.
    public override string ToString() => $"Telemetry '{OtlpEndpoint?.Host}'";
}

public enum OtlpProtocol
{
    Grpc,

    /// <summary>Protobuf over HTTP, to <c>/v1/metrics</c> and <c>/v1/traces</c> under the endpoint.</summary>
    Http,
}
