using System.Text;
using System.Text.RegularExpressions;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Mail;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class MailTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_HasThePictureInIt_AndARepeatTheSameId()
    {
        using var server = await MailServer.StartAsync(startTls: false);
        var channel = new MailChannel(Options(server, startTls: false), TimeProvider.System);

        Assert.Equal(AlertOutcome.Delivered, await channel.SendAsync(Messages.Sample(), Token));
        Assert.Equal(AlertOutcome.Delivered, await channel.SendAsync(Messages.Sample(), Token));

        var (first, second) = (await server.NextAsync(), await server.NextAsync());
        var mail = (string)first["mail"]!;
        Assert.Equal(("cam@example.org", "anna@example.org"), ((string?)first["from"], (string?)first["to"]![0]));
        Assert.Contains("Subject: Person at gate (farm)", mail, StringComparison.Ordinal);
        Assert.Contains("Content-ID: <picture>", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Convert.ToBase64String(Messages.Sample().Preview.Span)[..60], mail, StringComparison.Ordinal);
        Assert.Equal(IdOf(mail), IdOf((string)second["mail"]!));
    }

    [Fact]
    public async Task Send_LinksThatKeepQuiet_AreInBothForms()
    {
        using var server = await MailServer.StartAsync(startTls: false);
        var message = Messages.Sample() with { Actions = [new AlertAction("Quiet 1 h", new Uri("https://cctv.example.org/alerts/snooze?for=1h&sig=1"))] };

        Assert.Equal(AlertOutcome.Delivered, await new MailChannel(Options(server, startTls: false), TimeProvider.System).SendAsync(message, Token));

        var mail = Decoded((string)(await server.NextAsync())["mail"]!);
        Assert.Contains("Quiet 1 h: https://cctv.example.org/alerts/snooze?for=1h&sig=1", mail, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://cctv.example.org/alerts/snooze?for=1h&amp;sig=1">Quiet 1 h</a>""", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CertificateThatNobodyKnows_SendsNothing()
    {
        using var server = await MailServer.StartAsync(startTls: true);

        var outcome = await new MailChannel(Options(server, startTls: true), TimeProvider.System).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "the server's certificate is not trusted"), (outcome.Verdict, outcome.Detail));
    }

    [Fact]
    public async Task Send_NobodyThere_SaysSo()
    {
        var server = await MailServer.StartAsync(startTls: false);
        var options = Options(server, startTls: false);
        server.Dispose();

        var outcome = await new MailChannel(options, TimeProvider.System).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "no connection"), (outcome.Verdict, outcome.Detail));
    }

    // The texts of a mail are base64; pictures are, too, and do no harm here.
    private static string Decoded(string mail) => string.Concat(Regex.Matches(mail, "base64\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\n(?<text>[A-Za-z0-9+/=\\r\\n]+)").Select(part => Encoding.UTF8.GetString(Convert.FromBase64String(part.Groups["text"].Value))));

    private static string IdOf(string mail) => mail.Split('\n').Single(line => line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase)).Trim();

    private static MailOptions Options(MailServer server, bool startTls) =>
        new() { Host = "localhost", Port = server.Port, StartTls = startTls, From = "cam@example.org", To = "anna@example.org" };
}
