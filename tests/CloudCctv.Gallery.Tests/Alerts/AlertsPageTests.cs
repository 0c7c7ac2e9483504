using System.Net;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Alerts;

public sealed class AlertsPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Phone_subscribes_gets_the_test_alert_and_is_removed()
    {
        await using var service = await PushService.StartAsync();
        await using var server = await StartAsync();
        using var phone = new PushPhone();

        using var added = await SubscribeAsync(server, new Uri(service.Url, "/send/1").AbsoluteUri, phone);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        Assert.Contains("Anna&#x27;s phone", await server.Browser.PageAsync("/alerts"), StringComparison.Ordinal);

        using var tested = await server.Browser.SubmitAsync("/alerts", "/alerts/test?channel=web-push");
        Assert.Contains("web-push has taken a test alert", await tested.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var shown = JsonNode.Parse(phone.Read(Assert.Single(service.Bodies)))!;
        Assert.Equal("Test at test (test)", (string?)shown["title"]);

        var id = Assert.Single(await Phones(server).ListAsync(Token).ToListAsync(Token)).Id;
        using var removed = await server.Browser.SubmitAsync("/alerts", $"/alerts/phones/remove/{id}");
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.Empty(await Phones(server).ListAsync(Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData("not an address", "gave no address")]
    [InlineData("http://127.0.0.1:1/send", "it must be https")]
    public async Task What_is_no_subscription_is_refused_with_the_reason(string endpoint, string reason)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        using var phone = new PushPhone();

        using var answer = await SubscribeAsync(server, endpoint, phone);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(await Phones(server).ListAsync(Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData("/alerts/phones")]
    [InlineData("/alerts/phones/remove/0123456789abcdef")]
    [InlineData("/alerts/test?channel=log")]
    [InlineData("/alerts/quiet")]
    public async Task Forms_of_another_site_are_refused(string address)
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        using var answer = await server.Browser.PostAsync(address, ("camera", "all"), ("for", "1h"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Camera_is_kept_quiet_and_quiet_is_ended()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        var (manners, gate) = (server.Services.GetRequiredService<MannerStore>(), new CameraName("farm", "gate"));

        using (await server.Browser.SubmitAsync("/alerts", "/alerts/quiet", ("camera", "farm/gate"), ("for", "1h")))
        {
            Assert.True(await manners.SnoozedUntilAsync(gate, Token) > TimeProvider.System.GetUtcNow().AddMinutes(50));
            Assert.Contains("Quiet until", await server.Browser.PageAsync("/alerts"), StringComparison.Ordinal);
        }

        using (await server.Browser.SubmitAsync("/alerts", "/alerts/quiet", ("camera", "farm/gate"), ("for", "end")))
        {
            Assert.True(await manners.SnoozedUntilAsync(gate, Token) <= TimeProvider.System.GetUtcNow());
        }

        using var wrong = await server.Browser.SubmitAsync("/alerts", "/alerts/quiet", ("camera", "farm/gate"), ("for", "1y"));
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
    }

    [Fact]
    public async Task History_shows_what_was_told_on_the_day_and_what_waits()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var outbox = server.Services.GetRequiredService<AlertOutbox>();
        var told = await Scene.AddAsync(server, Scene.Event(), 1);
        await outbox.WriteAsync(Alert.For(told, Scene.Evening, TimeSpan.FromHours(1)), Token);
        await server.Services.GetRequiredService<AlertDelivery>().DeliverDueAsync(Token);
        var waits = await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        await outbox.WriteAsync(Alert.For(waits, Scene.Evening, TimeSpan.FromHours(1)), Token);

        var page = await server.Browser.PageAsync("/alerts?day=2026-11-20");

        Assert.Contains($"href=\"/events/{Scene.Event()}\"", page[page.IndexOf("id=\"history\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("Person at yard (farm)", page[page.IndexOf("id=\"waiting\"", StringComparison.Ordinal)..page.IndexOf("id=\"history\"", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("Nothing of this day was told", await server.Browser.PageAsync("/alerts?day=2026-11-10"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_that_was_told_in_a_digest_says_so()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var outbox = server.Services.GetRequiredService<AlertOutbox>();
        var alert = Alert.For(await Scene.AddAsync(server, Scene.Event(), 1), Scene.Evening, TimeSpan.FromHours(1));
        await outbox.WriteAsync(alert, Token);
        await server.Services.GetRequiredService<AlertDelivery>().DeliverDueAsync(Token);
        var file = server.FileOf(new ObjectName($"{AlertOutbox.SentPrefix}{alert.Key}.json"));
        var entry = JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!;
        foreach (var (_, channel) in entry["channels"]!.AsObject())
        {
            channel!["status"] = "in-digest";
        }

        await File.WriteAllTextAsync(file, entry.ToJsonString(), Token);

        var page = await server.Browser.PageAsync("/alerts?day=2026-11-20");

        Assert.Contains("told with others", page, StringComparison.Ordinal);
        Assert.DoesNotContain("given up", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-02")]
    [InlineData("9999-12-30")]
    [InlineData("9999-12-31")]
    public async Task Day_at_an_end_of_the_calendar_is_a_page_all_the_same(string day)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await server.Browser.PageAsync($"/alerts?day={day}");
    }

    private static async Task<GalleryServer> StartAsync()
    {
        var server = await GalleryServer.StartAsync(settings: PushService.Settings);
        await server.Browser.SignInAsync(server.Key.Text);
        return server;
    }

    private static PushSubscriptions Phones(GalleryServer server) => server.Services.GetRequiredService<PushSubscriptions>();

    private static Task<HttpResponseMessage> SubscribeAsync(GalleryServer server, string endpoint, PushPhone phone) => server.Browser.SubmitAsync(
        "/alerts", "/alerts/phones", ("endpoint", endpoint), ("p256dh", phone.P256dh), ("auth", phone.Auth), ("label", "Anna's phone"));
}
