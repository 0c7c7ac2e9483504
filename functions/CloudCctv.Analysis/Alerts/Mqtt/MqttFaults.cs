using System.Net.Sockets;
using System.Security.Authentication;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>What we would send is nothing that MQTT can carry.</summary>
internal sealed class MqttFormatException(string message) : Exception(message);

/// <summary>The broker refused, left, or answered what it must not. The message holds no secrets.</summary>
internal sealed class MqttBrokerException(string message) : Exception(message);

internal static class MqttFaults
{
    /// <returns>Null for what is none of a broker's faults.</returns>
    public static AlertOutcome? Judge(Exception exception) => exception switch
    {
        MqttFormatException ours => new AlertOutcome(AlertVerdict.Refused, ours.Message),
        MqttBrokerException theirs => new AlertOutcome(AlertVerdict.TryLater, theirs.Message),
        AuthenticationException => new AlertOutcome(AlertVerdict.TryLater, "the broker's certificate is not trusted, or it speaks no TLS"),
        SocketException fault => new AlertOutcome(AlertVerdict.TryLater, $"no connection ({fault.SocketErrorCode})"),
        IOException => new AlertOutcome(AlertVerdict.TryLater, "the connection was lost"),
        OperationCanceledException => new AlertOutcome(AlertVerdict.TryLater, "no answer in time"),
        _ => null,
    };
}
