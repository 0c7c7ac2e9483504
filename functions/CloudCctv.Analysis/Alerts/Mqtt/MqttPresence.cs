using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>
/// Stays connected to one broker, so that it knows whether a server is there: <c>online</c> under <c>PREFIX/status</c>, said
/// again every half minute, because another server that went may have left an <c>offline</c>; and <c>offline</c> when this one
/// stops, said by the broker if it dies.
/// </summary>
internal sealed class MqttPresence(MqttOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // Half of it again is what a broker waits for a server that is silent.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly MqttTopics topics = new(options);

    private bool wasThere = true;

    /// <summary>Until stopped, whatever becomes of the broker.</summary>
    public async Task StayAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await WithinLimitAsync(token => MqttSession.OpenAsync(options, KeepAlive, topics.Offline, token), stop);
                await SayOnlineAsync(session, stop);
            }
            catch (Exception exception) when (MqttFaults.Judge(exception) is not null)
            {
                // Who is stopped without a goodbye leaves it to the broker.
                Note(stop.IsCancellationRequested ? null : MqttFaults.Judge(exception)!.Value.Detail);
                await Task.Delay(Interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SayOnlineAsync(MqttSession session, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WithinLimitAsync(token => PublishAsync(session, topics.Online, token), stop);
            Note(null);
            await Task.Delay(Interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var limit = new CancellationTokenSource(Goodbye, time);
        await PublishAsync(session, topics.Offline, limit.Token);
        await session.CloseAsync(limit.Token);
    }

    private static async Task<bool> PublishAsync(MqttSession session, MqttMessage message, CancellationToken cancellationToken)
    {
        await session.PublishAsync([message], cancellationToken);
        return true;
    }

    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        return await step(either.Token);
    }

    /// <param name="fault">Null if it is there.</param>
    private void Note(string? fault)
    {
        if (fault is null == wasThere)
        {
            return;
        }

        wasThere = fault is null;
        if (fault is null)
        {
            logger.BrokerBack(options.Name);
        }
        else
        {
            logger.BrokerAway(options.Name, fault);
        }
    }
}
