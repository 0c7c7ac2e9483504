using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Digests;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A worker that delivers alerts: each has its own memory of channels that failed, as processes have.</summary>
internal static class Deliveries
{
    public static AlertDelivery Of(Installation system, params IAlertChannel[] channels) => Of(system, new AlertOptions(), channels);

    public static AlertDelivery Of(Installation system, AlertOptions options, params IAlertChannel[] channels)
    {
        var manners = new AlertManners(options, system.Get<MannerStore>(), system.Clock);
        var sender = new AlertSender(new AlertChannels(channels), manners, system.Get<AlertDigests>(), options, system.Clock, system.Get<AnalysisStatus>(), NullLogger<AlertSender>.Instance);
        return new AlertDelivery(system.Get<AlertOutbox>(), system.Get<AlertMessages>(), sender, options, system.Clock, NullLogger<AlertDelivery>.Instance);
    }
}
