using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Mqtt;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Tells each MQTT broker that this server is there.</summary>
public sealed class MqttWorker(AlertOptions options, TimeProvider time, ILogger<MqttWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => Task.WhenAll(options.Mqtt.Select(broker => EndlessLoop.RunAsync(() => new MqttPresence(broker, time, logger).StayAsync(stoppingToken), time, logger, stoppingToken))),
        stoppingToken);
}
