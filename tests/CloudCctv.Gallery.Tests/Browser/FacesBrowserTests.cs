using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Tests.Faces;
using CloudCctv.Gallery.Tests.Faces;
using Microsoft.Playwright;
using static CloudCctv.Gallery.Tests.Faces.FaceScene;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>The owner's way from a picture to a name on a card and back, in a real browser.</summary>
public sealed class FacesBrowserTests
{
    [Fact]
    public async Task Owner_enrols_by_upload_sees_the_refused_and_forgets_again()
    {
        await using var server = await StartAsync();
        await AddAsync(server, Event(), 1, (Anna, "Anna"));
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        var page = browser.Page;
        await Assertions.Expect(page.Locator(".card-faces")).ToHaveTextAsync("1 unknown face");

        await page.GetByRole(AriaRole.Link, new() { Name = "Faces" }).ClickAsync();
        await page.Locator("#name").FillAsync("Anna");
        await page.Locator("#pictures").SetInputFilesAsync([File("good.jpg", FacePicture.Of(Anna)), File("two.jpg", FacePicture.Of(Anna, Stranger))]);
        await page.GetByLabel("They have agreed").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 of 2 pictures taken");
        await Assertions.Expect(page.Locator(".face-refused")).ToContainTextAsync("two.jpg: 2 faces are found in it");

        await browser.GoAsync(server, "/");
        await Assertions.Expect(page.Locator(".card-faces")).ToHaveTextAsync("Anna");
        await page.GetByRole(AriaRole.Link, new() { Name = "Faces" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Forget Anna" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody yet")).ToBeVisibleAsync();
        await browser.GoAsync(server, "/");
        await Assertions.Expect(page.Locator(".card-faces")).ToHaveTextAsync("1 unknown face");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Owner_says_who_a_face_in_a_picture_is_and_the_card_has_the_name()
    {
        await using var server = await StartAsync();
        var sighting = await AddAsync(server, Event(), 1, (Anna, SeenFace.Unknown), (Stranger, SeenFace.Unknown));
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        var page = browser.Page;

        // From the camera's newest picture.
        await browser.GoAsync(server, "/faces");
        await page.Locator(".face-newest a").ClickAsync();
        await page.GetByText("This is…").First.ClickAsync();
        await page.Locator("#who-0").FillAsync("<b>Anna</b>");
        await page.Locator("#agreed-0").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol this face" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".face-row strong").First).ToHaveTextAsync("<b>Anna</b>");

        await browser.GoAsync(server, "/");
        await Assertions.Expect(page.Locator(".card-faces")).ToHaveTextAsync("<b>Anna</b> and 1 unknown");
        await page.GetByText("Filter", new() { Exact = true }).ClickAsync();
        await page.Locator("select[name=who]").SelectOptionAsync("<b>Anna</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card")).ToHaveCountAsync(1);
        Assert.DoesNotContain("Anna", page.Url, StringComparison.Ordinal);
        await browser.GoAsync(server, $"/events/{sighting.Event}");
        await Assertions.Expect(page.Locator(".event-faces")).ToHaveTextAsync("<b>Anna</b> and 1 unknown");
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Pages_of_faces_break_no_rule_of_accessibility_and_fit_the_screen(int width, int height, ColorScheme scheme)
    {
        await using var server = await StartAsync(more: ("Faces:KeepCrops", width > 1000 ? "true" : "false"));
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna), FacePicture.Again(2, Anna));
        await EnrolAsync(server, "Maximiliane Großherzogin von und zu Hohenlohe-Langenburg", FacePicture.Of(3));
        var saved = await AddAsync(server, Event(), 1, (Anna, "Anna"), (Stranger, SeenFace.Unknown));
        await AddAsync(server, Event("zzzzzzzz", "yard"), 1, (3, "Maximiliane Großherzogin von und zu Hohenlohe-Langenburg"));
        await using var off = await Support.GalleryServer.StartAsync(sharing: server, key: server.Key);
        await using var browser = await OpenBrowser.StartAsync(width, height, scheme);
        await browser.SignInAsync(server);
        foreach (var (name, address) in new[]
        {
            ("faces", "/faces"), ("forget", $"/faces/forget/{PersonStore.IdOf("Anna")}"), ("faces-day", "/"), ("faces-filter", $"/days/{Start:yyyy-MM-dd}?who=unknown"),
            ("faces-event", $"/events/{saved.Event}"), ("faces-picture", $"/events/{saved.Name}"), ("faces-alerts", "/alerts"),
        })
        {
            await browser.GoAsync(server, address);
            foreach (var summary in await browser.Page.Locator(".face-name summary").AllAsync())
            {
                await summary.ClickAsync();
            }

            await browser.ScreenshotAsync($"{name}-{width}-{scheme}".ToLowerInvariant());
            Assert.True(await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than {width} pixels.");
            Assert.Equal($"{name}: ", $"{name}: {await browser.AxeAsync()}");
        }

        await browser.GoAsync(off, "/faces");
        await browser.ScreenshotAsync($"faces-off-{width}-{scheme}".ToLowerInvariant());
        Assert.Equal("", await browser.AxeAsync());
    }

    private static FilePayload File(string name, byte[] bytes) => new() { Name = name, MimeType = "image/jpeg", Buffer = bytes };
}
