using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Http;
using CloudCctv.Analysis.Alerts.Mail;
using CloudCctv.Analysis.Alerts.Ntfy;
using CloudCctv.Analysis.Alerts.Pushover;
using CloudCctv.Analysis.Alerts.Sms;
using CloudCctv.Analysis.Alerts.Telegram;
using CloudCctv.Analysis.Alerts.Webhooks;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class MessengerTests
{
    private const string Secret = "AAsecretsecretsecretsecret0000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telegram_SendsThePictureAndChangesThatMessage()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new TelegramChannel(new TelegramOptions { BotToken = $"123:{Secret}", ChatId = "-42", ApiUrl = server.Address }, http);
        server.Bodies.Enqueue("""{"ok":true,"result":{"message_id":77}}""");

        var first = await channel.SendAsync(Messages.Sample(), Token);
        var second = await channel.SendAsync(Messages.Sample() with { IsUpdate = true, Receipt = first.Receipt }, Token);

        Assert.Equal((AlertVerdict.Delivered, "77", AlertVerdict.Delivered), (first.Verdict, first.Receipt, second.Verdict));
        Assert.Equal([$"/bot123:{Secret}/sendPhoto", $"/bot123:{Secret}/editMessageMedia"], server.Calls.Select(call => call.Path));
        var (sent, changed) = (Text(server.Calls[0]), Text(server.Calls[1]));
        Assert.Contains("Person at gate (farm)\n2 seen", sent, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n77\r\n", changed, StringComparison.Ordinal);
        Assert.Contains("attach://photo", changed, StringComparison.Ordinal);
        Assert.All(server.Calls, call => Assert.True(call.Body.AsSpan().IndexOf(Messages.Sample().Preview.Span) > 0));
    }

    [Fact]
    public async Task Telegram_HasARowToOpenTheEventAndOneToBeQuiet()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new TelegramChannel(new TelegramOptions { BotToken = $"123:{Secret}", ChatId = "-42", ApiUrl = server.Address }, http);
        var quiet = new[] { new AlertAction("Quiet 1 h", new Uri("https://cctv.example.org/alerts/snooze?sig=1")), new AlertAction("Quiet until morning", new Uri("https://cctv.example.org/alerts/snooze?sig=2")) };

        await channel.SendAsync(Messages.Sample() with { Actions = quiet }, Token);
        await channel.SendAsync(Messages.Sample() with { Link = null }, Token);

        var keyboard = JsonNode.Parse(Text(server.Calls[0]).Split("reply_markup\r\n\r\n")[1].Split("\r\n")[0])!["inline_keyboard"]!.AsArray();
        Assert.Equal([["Open"], ["Quiet 1 h", "Quiet until morning"]], keyboard.Select(row => row!.AsArray().Select(button => (string)button!["text"]!)));
        Assert.Equal("https://cctv.example.org/alerts/snooze?sig=2", (string?)keyboard[1]![1]!["url"]);
        Assert.DoesNotContain("reply_markup", Text(server.Calls[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telegram_AskedToWait_TakesItFromTheAnswer()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Fail(1, 429);
        server.Bodies.Enqueue("""{"ok":false,"error_code":429,"parameters":{"retry_after":35}}""");

        var outcome = await new TelegramChannel(new TelegramOptions { BotToken = $"123:{Secret}", ChatId = "1", ApiUrl = server.Address }, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, TimeSpan.FromSeconds(35)), (outcome.Verdict, outcome.RetryAfter));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Telegram_ChangeThatWasMadeBefore_IsDone()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Fail(1, 400);
        server.Bodies.Enqueue("""{"ok":false,"description":"Bad Request: message is not modified"}""");

        var outcome = await new TelegramChannel(new TelegramOptions { BotToken = $"123:{Secret}", ChatId = "1", ApiUrl = server.Address }, http)
            .SendAsync(Messages.Sample() with { IsUpdate = true, Receipt = "77" }, Token);

        Assert.Equal(AlertVerdict.Delivered, outcome.Verdict);
    }

    [Theory]
    [InlineData(false, "2")]
    [InlineData(true, "0")]
    public async Task Pushover_SendsPictureAndPriority_LateIsNoEmergency(bool late, string priority)
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var options = new PushoverOptions { Token = Secret, UserKey = Secret, Priority = 2, ApiUrl = server.Address };

        Assert.Equal(AlertOutcome.Delivered, await new PushoverChannel(options, http).SendAsync(Messages.Sample(late: late), Token));

        var call = Assert.Single(server.Calls);
        Assert.Equal("/1/messages.json", call.Path);
        Assert.Contains($"name=priority\r\n\r\n{priority}\r\n", Text(call), StringComparison.Ordinal);
        Assert.Equal(!late, Text(call).Contains("name=retry\r\n\r\n60\r\n", StringComparison.Ordinal));
        Assert.True(call.Body.AsSpan().IndexOf(Messages.Sample().Preview.Span) > 0);
    }

    [Fact]
    public async Task Pushover_HasLinksToBeQuiet_AndNothingOfTheTextIsATag()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new PushoverChannel(new PushoverOptions { Token = Secret, UserKey = Secret, ApiUrl = server.Address }, http);
        var quiet = new[] { new AlertAction("Quiet 1 h", new Uri("https://cctv.example.org/alerts/snooze?for=1h&sig=1")), new AlertAction("Quiet until morning", new Uri("https://cctv.example.org/alerts/snooze?for=morning&sig=2")) };

        await channel.SendAsync(Messages.Sample() with { Text = "1 seen; <b>Anna</b> & Otto", Actions = quiet }, Token);

        var call = Text(Assert.Single(server.Calls));
        Assert.Contains("name=html\r\n\r\n1\r\n", call, StringComparison.Ordinal);
        Assert.Contains(
            "name=message\r\n\r\n1 seen; &lt;b&gt;Anna&lt;/b&gt; &amp; Otto\n<a href=\"https://cctv.example.org/alerts/snooze?for=1h&amp;sig=1\">Quiet 1 h</a> · <a href=\"https://cctv.example.org/alerts/snooze?for=morning&amp;sig=2\">Quiet until morning</a>\r\n",
            call, StringComparison.Ordinal);
        Assert.Contains("name=url\r\n\r\nhttps://", call, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1 seen; <b>Anna</b> & Otto")]
    [InlineData(400, "1 seen; <b>Anna</b> & Otto")]
    public async Task Pushover_WithoutLinksOrWithTooMuchOfThem_IsPlainText(int lengthOfEach, string text)
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new PushoverChannel(new PushoverOptions { Token = Secret, UserKey = Secret, ApiUrl = server.Address }, http);
        AlertAction[] quiet = lengthOfEach == 0 ? [] : [.. Enumerable.Repeat(new AlertAction("Quiet", new Uri($"https://cctv.example.org/{new string('a', lengthOfEach)}")), 3)];

        Assert.Equal(AlertOutcome.Delivered, await channel.SendAsync(Messages.Sample() with { Text = text, Actions = quiet }, Token));

        var call = Text(Assert.Single(server.Calls));
        Assert.Contains($"name=message\r\n\r\n{text}\r\n", call, StringComparison.Ordinal);
        Assert.DoesNotContain("name=html", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sms_IsTheFormThatTwilioTakes()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var sid = $"AC{new string('0', 32)}";
        var options = new SmsOptions { AccountSid = sid, AuthToken = Secret, From = "+4312345678", To = "+436601234567", ApiUrl = server.Address };

        Assert.Equal(AlertOutcome.Delivered, await new SmsChannel(options, http).SendAsync(Messages.Sample() with { Actions = [new AlertAction("Quiet 1 h", new Uri("https://cctv.example.org/alerts/snooze?sig=1"))] }, Token));

        var call = Assert.Single(server.Calls);
        Assert.Equal($"/2010-04-01/Accounts/{sid}/Messages.json", call.Path);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sid}:{Secret}"))}", call.Headers["Authorization"]);
        Assert.StartsWith("To=%2B436601234567&From=%2B4312345678&Body=Person+at+gate+%28farm%29", Text(call), StringComparison.Ordinal);
        Assert.DoesNotContain("snooze", Text(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ntfy_Update_IsSilentAndTheSameSequence()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new NtfyChannel(new NtfyOptions { TopicUrl = new Uri(server.Address, "/topic") }, http);

        await channel.SendAsync(Messages.Sample(), Token);
        await channel.SendAsync(Messages.Sample() with { IsUpdate = true, Actions = [new AlertAction("Quiet 1 h", new Uri("https://cctv.example.org/alerts/snooze?sig=1"))] }, Token);

        Assert.Equal("http, Quiet 1 h, https://cctv.example.org/alerts/snooze?sig=1, method=POST, clear=true", server.Calls[1].Headers["Actions"]);
        Assert.Equal(["4", "1"], server.Calls.Select(call => call.Headers["Priority"]));
        Assert.Single(server.Calls.Select(call => call.Headers["X-Sequence-ID"]).Distinct());
    }

    [Fact]
    public async Task Webhook_Update_SaysSoUnderAnIdempotencyKeyOfItsOwn()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var channel = new WebhookChannel(new WebhookOptions { Url = server.Address, Secret = Secret, SendUpdates = true }, http, TimeProvider.System);
        var message = Messages.Sample();

        await channel.SendAsync(message with { Alert = message.Alert with { Revision = 2 }, IsUpdate = true }, Token);

        var call = Assert.Single(server.Calls);
        Assert.Equal("farm/gate/2026/11/20/073205123-4k7x9m2q#2", call.Headers["Idempotency-Key"]);
        Assert.Contains("\"update\":true,\"revision\":2", Text(call), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ToString_HideEverySecret()
    {
        object[] options =
        [
            new TelegramOptions { BotToken = $"1:{Secret}" }, new PushoverOptions { Token = Secret, UserKey = Secret },
            new SmsOptions { AuthToken = Secret, To = "+436601234567" }, new MailOptions { Password = Secret, User = "anna" },
        ];

        Assert.Equal(["Telegram 'telegram'", "Pushover 'pushover'", "SMS 'sms'", "Mail 'mail'"], options.Select(one => one.ToString()));
    }

    private static string Text(HookServer.Call call) => Encoding.UTF8.GetString(call.Body);
}
