using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

/// <summary><c>cctv-server alert test</c> as people run it; what each channel sends is in the tests of the channels.</summary>
public sealed class AlertTests
{
    private const string Secret = "s3cr3t-of-the-webhook";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Test_ChannelThatTakesIt_SaysDeliveredAndEndsWith0()
    {
        using var folder = new TempFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = TakeAsync(listener, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");

        var ended = await RunAsync(folder, listener.LocalEndpoint, "webhook");

        Assert.Equal((0, "webhook: delivered"), (ended.ExitCode, Assert.Single(ended.OutputLines)));
        var request = await asked;
        Assert.StartsWith("POST /hook HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("This is a test: nobody was seen.", request, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ended.Output + ended.Errors + request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_AllWithOneThatIsRefused_NamesItAndEndsWith1()
    {
        using var folder = new TempFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = TakeAsync(listener, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

        var ended = await RunAsync(folder, listener.LocalEndpoint, "all");
        await asked;

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("log: delivered", ended.OutputLines);
        Assert.Contains("webhook: not delivered: HTTP 401", ended.OutputLines);
        Assert.DoesNotContain(Secret, ended.Output + ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ChannelThatIsNotThere_NamesThoseThatAre()
    {
        using var folder = new TempFolder();

        var ended = await RunAsync(folder, new IPEndPoint(IPAddress.Loopback, 1), "pager");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("There is no channel 'pager'; there are log, webhook, web-push.", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private static Task<Ended> RunAsync(TempFolder folder, EndPoint hook, string channel)
    {
        var command = ServerProgram.Command("alert", "test", channel, "--data", folder.Path);
        command.Environment["CLOUDCCTV__Alerts__Webhooks__0__Url"] = $"http://{hook}/hook";
        command.Environment["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = Secret;
        return ServerProgram.RunAsync(command);
    }

    // Reads as much as the request says that it has.
    private static async Task<string> TakeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        var (request, buffer) = (new StringBuilder(), new byte[8192]);
        while (!IsWhole(request.ToString()))
        {
            var read = await stream.ReadAsync(buffer, Token);
            Assert.True(read > 0, "The request was cut.");
            request.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Token);
        return request.ToString();
    }

    private static bool IsWhole(string request) => request.Split("\r\n\r\n", 2) is [var head, var body]
        && head.Split("Content-Length: ") is [_, var length, ..] && body.Length >= int.Parse(length.Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
}
