using System.Security.Cryptography;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>One connection to a broker, signed in. For one user at a time; after a fault it is good for nothing but to be disposed of.</summary>
internal sealed class MqttSession : IAsyncDisposable
{
    private readonly Stream stream;
    private ushort lastId;

    private MqttSession(Stream stream) => this.stream = stream;

    /// <param name="options">Where, and as whom.</param>
    /// <param name="keepAlive">How long it may be silent.</param>
    /// <param name="will">See <see cref="MqttConnect.Will"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MqttSession> OpenAsync(MqttOptions options, TimeSpan keepAlive, MqttMessage? will, CancellationToken cancellationToken)
    {
        // Up to 23 letters and digits are what every broker takes (section 3.1.3.1).
        var id = $"cloudcctv{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(7))}";
        var hello = MqttPackets.Connect(new MqttConnect(id, keepAlive, options.User, options.Password, will));
        var stream = await MqttDial.OpenAsync(options, cancellationToken);
        try
        {
            await stream.WriteAsync(hello, cancellationToken);
            await MqttAnswers.ReadConnectAckAsync(stream, cancellationToken);
            return new MqttSession(stream);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the broker has all of them. They reach it in this order.</summary>
    public async Task PublishAsync(IReadOnlyList<MqttMessage> messages, CancellationToken cancellationToken)
    {
        var packets = messages.Select(message => (Id: NextId(), message)).Select(one => (one.Id, Bytes: MqttPackets.Publish(one.message, one.Id))).ToList();
        var waiting = packets.Select(packet => packet.Id).ToHashSet();
        foreach (var packet in packets)
        {
            await stream.WriteAsync(packet.Bytes, cancellationToken);
        }

        while (waiting.Count > 0)
        {
            var id = await MqttAnswers.ReadPublishAckAsync(stream, cancellationToken);
            if (!waiting.Remove(id))
            {
                throw new MqttBrokerException($"the broker acknowledged a message {id} that it was not sent");
            }
        }
    }

    /// <summary>Says goodbye, so that the broker does not publish the will.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken) => await stream.WriteAsync(MqttPackets.Disconnect, cancellationToken);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private ushort NextId() => lastId = lastId == ushort.MaxValue ? (ushort)1 : (ushort)(lastId + 1);
}
