using System.Diagnostics;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Telemetry;

/// <summary>What traces are made of; costs nothing while nobody listens.</summary>
public static class Traces
{
    public const string SourceName = "CloudCctv.Analysis";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>One batch, from claim to acknowledgement.</summary>
    internal static Activity? Batch(BatchName batch) => Source.StartActivity("analyze batch", ActivityKind.Consumer)
        ?.SetTag("cloudcctv.batch", batch.ToString())
        .SetTag("cloudcctv.site", batch.Event.Site)
        .SetTag("cloudcctv.camera", batch.Event.Camera);

    /// <summary>One alert through one channel.</summary>
    internal static Activity? Alert(string channel, string key) => Source.StartActivity("send alert", ActivityKind.Client)
        ?.SetTag("cloudcctv.channel", channel)
        .SetTag("cloudcctv.alert", key);

    internal static void Failed(this Activity? activity, string reason) => activity?.SetStatus(ActivityStatusCode.Error, reason);
}
