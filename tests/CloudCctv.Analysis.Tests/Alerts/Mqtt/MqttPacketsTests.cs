using System.Net;
using System.Net.Sockets;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts.Mqtt;

public sealed class MqttPacketsTests
{
    private const string Secret = "s3cr3t";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Table 2.4 of the specification.
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(2_097_151, "FFFF7F")]
    [InlineData(2_097_152, "80808001")]
    [InlineData(268_435_455, "FFFFFF7F")]
    public void RemainingLength_IsThatOfTheSpecification(int length, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(MqttPackets.RemainingLength(length)));

    [Fact]
    public void Connect_WithEverything_HasItInTheOrderOfTheSpecification()
    {
        var will = new MqttMessage("a/b", "off"u8.ToArray(), Retain: true);

        var packet = MqttPackets.Connect(new MqttConnect("me", TimeSpan.FromSeconds(60), "anna", "pw", will));

        byte[] expected =
        [
            0x10, 34, 0, 4, .. "MQTT"u8, 4, 0b1110_1110, 0, 60, 0, 2, .. "me"u8, 0, 3, .. "a/b"u8, 0, 3, .. "off"u8, 0, 4, .. "anna"u8, 0, 2, .. "pw"u8,
        ];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(packet));
    }

    [Fact]
    public void Publish_IsQoS1WithItsIdBehindTheTopic() => Assert.Equal(
        Convert.ToHexString([0x33, 9, 0, 3, .. "a/b"u8, 1, 2, .. "hi"u8]), Convert.ToHexString(MqttPackets.Publish(new MqttMessage("a/b", "hi"u8.ToArray(), Retain: true), 0x0102)));

    [Theory]
    [InlineData("", "is empty or has + or #")]
    [InlineData("a/+", "is empty or has + or #")]
    [InlineData("a\0b", "the character U+0000")]
    public void Publish_TopicThatIsNone_IsNamed(string topic, string fault) =>
        Assert.Contains(fault, Assert.Throws<MqttFormatException>(() => MqttPackets.Publish(new MqttMessage(topic, default, Retain: false), 1)).Message, StringComparison.Ordinal);

    // Not among the cases above: on their way into a test they would be made valid.
    [Fact]
    public void Publish_HalfOfASurrogatePair_IsNamed() => Assert.Contains(
        "half of a surrogate pair",
        Assert.Throws<MqttFormatException>(() => MqttPackets.Publish(new MqttMessage("a\uD800", default, Retain: false), 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Texts_AreMeasuredInBytes()
    {
        MqttPackets.Publish(new MqttMessage(new string('é', 32_767), default, Retain: false), 1);

        var fault = Assert.Throws<MqttFormatException>(() => MqttPackets.Publish(new MqttMessage(new string('é', 32_768), default, Retain: false), 1));

        Assert.Equal("The topic has 65536 bytes; MQTT takes at most 65535.", fault.Message);
    }

    [Fact]
    public void Connect_PasswordThatIsNoText_IsNotRepeated()
    {
        var fault = Assert.Throws<MqttFormatException>(() => MqttPackets.Connect(new MqttConnect("me", TimeSpan.Zero, "anna", $"{Secret}\0", null)));

        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_TooLarge_IsNamed() => Assert.Contains(
        "MQTT takes at most 268435455",
        Assert.Throws<MqttFormatException>(() => MqttPackets.Publish(new MqttMessage("a", new byte[MqttPackets.MaxRemainingLength], Retain: false), 1)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "closed the connection before CONNACK")]
    [InlineData("20", "closed the connection before CONNACK")]
    [InlineData("200200", "closed the connection before CONNACK")]
    [InlineData("20020004", "refuses user name or password")]
    [InlineData("20020009", "refuses with code 9")]
    [InlineData("20FFFFFFFF01", "a length of more than four bytes")]
    [InlineData("20FFFF7F", "a packet of 2097151 bytes to a client that subscribed to nothing")]
    [InlineData("2003000000", "a packet 0x20 of 3 bytes where CONNACK was expected")]
    [InlineData("485454502F312E31", "a packet 0x48 of 84 bytes where CONNACK was expected")]
    [InlineData("20020000", "closed the connection before PUBACK")]
    [InlineData("2002000030020000", "a packet 0x30 of 2 bytes where PUBACK was expected")]
    [InlineData("200200004002FFFF", "acknowledged a message 65535 that it was not sent")]
    public async Task BrokerThatAnswersAnything_IsToldClearlyAndTriedLater(string answer, string fault)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answering = AnswerAsync(listener, Convert.FromHexString(answer));

        var outcome = await Channel(new MqttOptions { Host = "127.0.0.1", Port = port, Tls = false }).SendAsync(Messages.Sample(withPreview: false), Token);
        await answering;

        Assert.Equal(AlertVerdict.TryLater, outcome.Verdict);
        Assert.Contains(fault, outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PasswordInClear_GoesToNoPublicAddress()
    {
        var options = new MqttOptions { Host = "8.8.8.8", Port = 1883, Tls = false, User = "anna", Password = Secret, AllowPasswordInClear = true };

        var outcome = await Channel(options).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "the broker's address is a public one, to which no password goes in the clear: set Tls"), (outcome.Verdict, outcome.Detail));
    }

    [Fact]
    public void Options_ThatCannotBe_AreNamed()
    {
        static string Faults(MqttOptions options) => string.Join(' ', options.Validate(new(options)).Select(fault => fault.ErrorMessage));
        var good = new MqttOptions { Host = "broker.lan", User = "anna", Password = Secret };

        Assert.Empty(Faults(good));
        Assert.Empty(Faults(good with { Tls = false, AllowPasswordInClear = true }));
        Assert.Contains("set Tls, or AllowPasswordInClear", Faults(good with { Tls = false }), StringComparison.Ordinal);
        Assert.Contains("is a public address", Faults(good with { Tls = false, AllowPasswordInClear = true, Host = "8.8.8.8" }), StringComparison.Ordinal);
        Assert.Contains("Password and no User", Faults(good with { User = null }), StringComparison.Ordinal);
        Assert.Contains("CaFile '/nowhere.pem' is not there", Faults(good with { CaFile = "/nowhere.pem" }), StringComparison.Ordinal);
        Assert.Equal("Mqtt 'mqtt'", good.ToString());
        Assert.DoesNotContain(Secret, new MqttConnect("me", TimeSpan.Zero, "anna", Secret, null).ToString(), StringComparison.Ordinal);
    }

    // Reads the CONNECT first: what it never read would make the system reset the connection instead of closing it.
    private static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096], Token);
        await stream.WriteAsync(answer, Token);
        client.Client.Shutdown(SocketShutdown.Send);
        var rest = new byte[4096];
        try
        {
            while (await stream.ReadAsync(rest, Token) > 0)
            {
                // Until it hangs up.
            }
        }
        catch (IOException)
        {
            // It hung up at once.
        }
    }

    private static MqttChannel Channel(MqttOptions options) => new(options, TimeProvider.System);
}
