using CloudCctv.Analysis.Status;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CloudCctv.Analysis.Telemetry;

/// <summary>
/// Sends metrics and traces to a collector while the host runs, if one is configured: our own, those of HTTP requests in both
/// directions, and those of the runtime. A collector that is away holds nothing up; what it misses is lost.
/// </summary>
public sealed class TelemetryExport(TelemetryOptions options) : IHostedService, IDisposable
{
    private MeterProvider? meters;
    private TracerProvider? tracers;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OtlpEndpoint is not null)
        {
            var resource = ResourceBuilder.CreateDefault().AddService("cloudcctv", serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}");
            meters = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(AnalysisStatus.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting")
                .AddOtlpExporter((otlp, reader) =>
                {
                    Configure(otlp, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
                })
                .Build();
            tracers = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(Traces.SourceName, "Microsoft.AspNetCore")
                .AddOtlpExporter(otlp => Configure(otlp, "v1/traces"))
                .Build();
        }

        return Task.CompletedTask;
    }

    // What is still in hand goes out, or not, within the exporter's own time-out.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose()
    {
        meters?.Dispose();
        tracers?.Dispose();
        (meters, tracers) = (null, null);
    }

    private void Configure(OtlpExporterOptions otlp, string path)
    {
        var overHttp = options.OtlpProtocol == OtlpProtocol.Http;
        otlp.Protocol = overHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        otlp.Endpoint = overHttp ? new Uri($"{options.OtlpEndpoint!.ToString().TrimEnd('/')}/{path}") : options.OtlpEndpoint!;
        otlp.Headers = options.OtlpHeaders;
    }
}
