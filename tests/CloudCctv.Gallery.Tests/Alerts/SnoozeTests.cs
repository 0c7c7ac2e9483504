using System.Net;
using System.Net.Http.Headers;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Browser;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Alerts;

public sealed class SnoozeTests
{
    private static readonly CameraName Gate = new("farm", "gate");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Button_with_a_wrong_signature_keeps_nothing_quiet()
    {
        await using var server = await GalleryServer.StartAsync();
        using var content = new StringContent("");
        using var client = new HttpClient { BaseAddress = server.Url };

        using var response = await client.PostAsync("/alerts/snooze?camera=farm%2Fgate&for=1h&ends=9999999999&sig=AAAA", content, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Null(await QuietUntilAsync(server));
    }

    // As mailboxes do, and programs that show what is behind a link.
    [Fact]
    public async Task Address_that_is_only_fetched_keeps_nothing_quiet()
    {
        await using var server = await StartAsync();
        var address = await AddressAsync(server);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

        using var response = await client.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Keep gate quiet?", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Null(await QuietUntilAsync(server));
    }

    [Fact]
    public async Task Program_that_only_fetches_the_address_is_not_told_that_it_is_quiet()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();

        using var response = await client.GetAsync(await AddressAsync(server), Token);

        Assert.StartsWith("Nothing was done. A POST to this address keeps gate quiet until 2", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Null(await QuietUntilAsync(server));
    }

    [Fact]
    public async Task Phone_presses_a_button_and_hears_until_when()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        using var content = new StringContent("");

        using var response = await client.PostAsync(await AddressAsync(server), content, Token);

        Assert.StartsWith("Quiet until 2", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.NotNull(await QuietUntilAsync(server));
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Link_of_a_mail_asks_first_and_needs_no_session(ColorScheme scheme)
    {
        await using var server = await StartAsync();
        await using var browser = await OpenBrowser.StartAsync(390, 844, scheme);
        var address = (await AddressAsync(server)).PathAndQuery;

        await browser.GoAsync(server, address);
        await browser.ScreenshotAsync($"snooze-asks-{scheme}".ToLowerInvariant());
        Assert.Equal("", await browser.AxeAsync());
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Keep quiet" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Heading, new() { Name = "gate is quiet" }).WaitForAsync();
        await browser.ScreenshotAsync($"snooze-done-{scheme}".ToLowerInvariant());

        Assert.Equal("", await browser.AxeAsync());
        Assert.NotNull(await QuietUntilAsync(server));
        await browser.GoAsync(server, address.Replace("for=1h", "for=morning", StringComparison.Ordinal));
        await browser.Page.GetByText("This button is too old or was changed.").WaitForAsync();
    }

    [Fact]
    public async Task Event_page_that_is_opened_is_noted()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        var manners = server.Services.GetRequiredService<MannerStore>();
        Assert.Null(await manners.OpenedAtAsync(Scene.Event(), Token));

        using var response = await server.Browser.GetAsync($"/events/{Scene.Event()}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(await manners.OpenedAtAsync(Scene.Event(), Token));
    }

    private static Task<GalleryServer> StartAsync() =>
        GalleryServer.StartAsync(settings: new Dictionary<string, string?> { ["Alerts:GalleryUrl"] = "https://cctv.example.org" });

    /// <summary>As an alert carries it, of this server's own address.</summary>
    private static async Task<Uri> AddressAsync(GalleryServer server)
    {
        var alert = new Alert { Event = Scene.Event(), BestFrame = new FrameName(1, Scene.Evening), Time = Scene.Evening, Label = "person", Score = 1, People = 1, Late = false };
        var message = await server.Services.GetRequiredService<AlertMessages>().ComposeAsync(alert, Token);
        return new Uri(server.Url, message.Actions.Single(action => action.Label == "Quiet 1 h").Url.PathAndQuery);
    }

    private static Task<DateTimeOffset?> QuietUntilAsync(GalleryServer server) => server.Services.GetRequiredService<MannerStore>().SnoozedUntilAsync(Gate, Token);
}
