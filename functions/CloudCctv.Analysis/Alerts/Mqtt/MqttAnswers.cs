using System.Buffers.Binary;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>Packets that a broker sends to a publisher: it subscribes to nothing, so that there are two.</summary>
internal static class MqttAnswers
{
    private const byte ConnectAck = 0x20, PublishAck = 0x40;

    // Both have two bytes. What is much longer is not even read.
    private const int Longest = 128;

    /// <summary>Reads the answer to CONNECT.</summary>
    /// <exception cref="MqttBrokerException">It is a refusal, or no answer to that.</exception>
    public static async Task ReadConnectAckAsync(Stream from, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(from, ConnectAck, "CONNACK", cancellationToken);

        // Section 3.2.2.3.
        var refusal = body[1] switch
        {
            0 => null,
            1 => "the broker does not speak MQTT 3.1.1",
            2 => "the broker refuses the client id",
            3 => "the broker is not ready",
            4 => "the broker refuses user name or password",
            5 => "the broker does not let this user in",
            var code => $"the broker refuses with code {code}, which MQTT 3.1.1 does not have",
        };
        if (refusal is not null)
        {
            throw new MqttBrokerException(refusal);
        }
    }

    /// <returns>Which message the broker has.</returns>
    /// <exception cref="MqttBrokerException">It is no acknowledgement.</exception>
    public static async Task<ushort> ReadPublishAckAsync(Stream from, CancellationToken cancellationToken) =>
        BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(from, PublishAck, "PUBACK", cancellationToken));

    private static async Task<byte[]> ReadAsync(Stream from, byte expected, string name, CancellationToken cancellationToken)
    {
        try
        {
            var type = await ReadByteAsync(from, cancellationToken);
            var length = await ReadLengthAsync(from, cancellationToken);
            if (type != expected || length != 2)
            {
                throw new MqttBrokerException($"the broker sent a packet 0x{type:X2} of {length} bytes where {name} was expected");
            }

            var body = new byte[length];
            await from.ReadExactlyAsync(body, cancellationToken);
            return body;
        }
        catch (EndOfStreamException)
        {
            throw new MqttBrokerException($"the broker closed the connection before {name}");
        }
    }

    private static async Task<int> ReadLengthAsync(Stream from, CancellationToken cancellationToken)
    {
        var length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = await ReadByteAsync(from, cancellationToken);
            length |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return length <= Longest ? length : throw new MqttBrokerException($"the broker sent a packet of {length} bytes to a client that subscribed to nothing");
            }
        }

        throw new MqttBrokerException("the broker sent a length of more than four bytes: it does not speak MQTT");
    }

    private static async Task<byte> ReadByteAsync(Stream from, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        await from.ReadExactlyAsync(one, cancellationToken);
        return one[0];
    }
}
