using System.Text;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Telemetry;

public sealed class TelemetryExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configured_MetricsAndTracesOfABatch_ReachTheCollectorAtTheLatestAtTheEnd()
    {
        await using var collector = await HookServer.StartAsync();
        using var export = new TelemetryExport(new() { OtlpEndpoint = collector.Address, OtlpProtocol = OtlpProtocol.Http, OtlpHeaders = "x-team=farm", Interval = TimeSpan.FromHours(1) });
        await export.StartAsync(Token);
        await using (var system = new Installation())
        {
            var batch = BatchMaker.For().With(Picture.WithPerson());
            await system.PutAsync(batch);
            await system.HandleAsync(batch);
            await system.DeliverAsync();
            await export.StopAsync(Token);
        }

        var (metrics, traces) = (Bodies(collector, "/v1/metrics"), Bodies(collector, "/v1/traces"));
        Assert.All(["cloudcctv.batches", "cloudcctv.frames", "cloudcctv.alerts.sent", "service.name"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(["analyze batch", "cloudcctv.batch", "farm/gate/2026/11/20/073205123-4k7x9m2q-", "send alert"], name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.All(collector.Calls, call => Assert.Equal(("application/x-protobuf", "farm"), (call.Headers["Content-Type"], call.Headers["x-team"])));
    }

    [Fact]
    public async Task Collector_IsAway_NothingIsHeldUp()
    {
        var collector = await HookServer.StartAsync();
        using var export = new TelemetryExport(new() { OtlpEndpoint = collector.Address, OtlpProtocol = OtlpProtocol.Http });
        await collector.DisposeAsync();
        await export.StartAsync(Token);
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);
        await export.StopAsync(Token);
    }

    [Fact]
    public void Options_ToString_HidesTheHeaders() =>
        Assert.DoesNotContain("hush", new AnalysisOptions { Telemetry = new() { OtlpHeaders = "authorization=hush" } }.ToString(), StringComparison.Ordinal);

    private static string Bodies(HookServer collector, string path) =>
        string.Concat(collector.Calls.Where(call => call.Path == path).Select(call => Encoding.Latin1.GetString(call.Body)));
}
