using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>Packets that a publisher sends (MQTT Version 3.1.1, OASIS 2014; sections are named where they decide something).</summary>
internal static class MqttPackets
{
    /// <summary>Section 2.2.3.</summary>
    public const int MaxRemainingLength = 268_435_455;

    private const byte Connecting = 0x10, Publishing = 0x30, AtLeastOnce = 0x02, Retained = 0x01, Level311 = 4;

    private const byte CleanSession = 0x02, WithWill = 0x04, WillAtLeastOnce = 0x08, WillRetained = 0x20, WithPassword = 0x40, WithUser = 0x80;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Disconnect { get; } = [0xE0, 0];

    /// <exception cref="MqttFormatException">A text is none that MQTT takes.</exception>
    public static byte[] Connect(MqttConnect connect)
    {
        var body = new ArrayBufferWriter<byte>();
        Text(body, "protocol name", "MQTT");
        body.Write([Level311, FlagsOf(connect)]);
        Number(body, (ushort)connect.KeepAlive.TotalSeconds);
        Text(body, "client id", connect.ClientId);
        if (connect.Will is { } will)
        {
            Text(body, "topic", will.Topic);
            Bytes(body, "will", will.Payload.Span);
        }

        if (connect.User is { } user)
        {
            Text(body, "user name", user);
        }

        if (connect.Password is { } password)
        {
            Text(body, "password", password);
        }

        return Whole(Connecting, body.WrittenSpan, []);
    }

    /// <param name="message">At least once: the broker acknowledges it.</param>
    /// <param name="id">Not 0, and not that of another message without acknowledgement.</param>
    /// <exception cref="MqttFormatException">Its topic is none that MQTT takes, or it is too large.</exception>
    public static byte[] Publish(MqttMessage message, ushort id)
    {
        if (message.Topic.Length == 0 || message.Topic.AsSpan().ContainsAny('+', '#'))
        {
            throw new MqttFormatException($"The topic '{message.Topic}' is empty or has + or #, which are for those who subscribe.");
        }

        var head = new ArrayBufferWriter<byte>();
        Text(head, "topic", message.Topic);
        Number(head, id);
        return Whole((byte)(Publishing | AtLeastOnce | (message.Retain ? Retained : 0)), head.WrittenSpan, message.Payload.Span);
    }

    private static byte FlagsOf(MqttConnect connect) => (byte)(CleanSession
        | (connect.Will is null ? 0 : WithWill | WillAtLeastOnce | (connect.Will.Retain ? WillRetained : 0))
        | (connect.Password is null ? 0 : WithPassword)
        | (connect.User is null ? 0 : WithUser));

    private static byte[] Whole(byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        var length = (long)head.Length + payload.Length;
        if (length > MaxRemainingLength)
        {
            throw new MqttFormatException($"The message has {length} bytes; MQTT takes at most {MaxRemainingLength}.");
        }

        return [type, .. RemainingLength((int)length), .. head, .. payload];
    }

    /// <summary>Seven bits a byte, the low ones first (section 2.2.3).</summary>
    /// <param name="length">0 to <see cref="MaxRemainingLength"/>.</param>
    public static byte[] RemainingLength(int length)
    {
        var bytes = new List<byte>(4);
        do
        {
            var more = length >> 7;
            bytes.Add((byte)((length & 0x7F) | (more > 0 ? 0x80 : 0)));
            length = more;
        }
        while (length > 0);

        return [.. bytes];
    }

    // Section 1.5.3: no lone surrogates, no U+0000. The text itself is not repeated, it may be a password.
    private static void Text(ArrayBufferWriter<byte> to, string what, string text)
    {
        try
        {
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new MqttFormatException($"The {what} has the character U+0000, which MQTT does not take.");
            }

            Bytes(to, what, Utf8.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            throw new MqttFormatException($"The {what} has half of a surrogate pair, which is no text.");
        }
    }

    private static void Bytes(ArrayBufferWriter<byte> to, string what, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
        {
            throw new MqttFormatException($"The {what} has {bytes.Length} bytes; MQTT takes at most {ushort.MaxValue}.");
        }

        Number(to, (ushort)bytes.Length);
        to.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> to, ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(2), number);
        to.Advance(2);
    }
}
