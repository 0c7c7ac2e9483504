namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <param name="Topic">Where to.</param>
/// <param name="Payload">Any bytes.</param>
/// <param name="Retain">The broker keeps it for whoever subscribes later.</param>
internal sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, bool Retain);

/// <summary>How a client introduces itself.</summary>
/// <param name="ClientId">Unique among the broker's clients: a second one with the same takes the first one's place.</param>
/// <param name="KeepAlive">The broker gives up on a client that is silent for one and a half times as long. At most 18 hours.</param>
/// <param name="User">Null signs in as nobody.</param>
/// <param name="Password">Null if there is none.</param>
/// <param name="Will">What the broker publishes when the client is gone without a word; null for nothing.</param>
internal sealed record MqttConnect(string ClientId, TimeSpan KeepAlive, string? User, string? Password, MqttMessage? Will)
{
    // A record prints its properties; this one has a secret.
    public override string ToString() => $"CONNECT {ClientId}";
}
