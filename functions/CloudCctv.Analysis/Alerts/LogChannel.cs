using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Tells whoever reads the log.</summary>
public sealed class LogChannel(ILogger<LogChannel> logger) : IAlertChannel
{
    public const string ChannelName = "log";

    public string Name => ChannelName;

    public bool TakesDigests => false;

    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        logger.Alert(message.Alert.Title(), message.Text);
        return Task.FromResult(AlertOutcome.Delivered);
    }
}
