using System.Net;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Cameras.Rules;

/// <summary>The page of one camera's rules as a form, without script.</summary>
public sealed class RulePageTests
{
    private const string Page = "/cameras/farm/gate";
    private const string Zone = "0,0.4 1,0.4 1,1 0,1";

    private static readonly CameraName Gate = new("farm", "gate");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saved_rules_hold_in_the_place_of_the_settings_until_somebody_goes_back_to_those()
    {
        await using var server = await StartAsync(new() { ["Cameras:0:Camera"] = "farm/*", ["Cameras:0:MinHeight"] = "0.05" });
        Assert.Contains("entry farm/*", WebUtility.HtmlDecode(await server.Browser.PageAsync(Page)), StringComparison.Ordinal);

        using var saved = await SubmitAsync(server, ("Zones", Zone), ("Lines", "drive 0.1,0.5 0.9,0.5"), ("MinHeight", "0.1"), ("KeepDays", "30"), ("MinScore", ""), ("LeaveOutStills", "yes"));
        Assert.Equal((HttpStatusCode.Redirect, $"{Page}?done=saved"), (saved.StatusCode, saved.Headers.Location?.OriginalString));

        var now = await StoredAsync(server);
        Assert.Equal((1, "owner", "farm/gate", 0.1, 30, null), (now!.Revision, now.SavedBy, now.Rules.Camera, now.Rules.MinHeight, now.Rules.KeepDays, now.Rules.MinScore));
        Assert.Equal((true, false), (now.Rules.LeaveOutStills, now.Rules.SecondModel));
        Assert.Equal([Zone], now.Rules.Zones);
        Assert.Equal(["drive 0.1,0.5 0.9,0.5"], now.Rules.Lines);
        var page = WebUtility.HtmlDecode(await server.Browser.PageAsync(Page));
        Assert.Contains("Set here by owner", page, StringComparison.Ordinal);
        Assert.Contains("in the place of the settings’ entry farm/*", page, StringComparison.Ordinal);
        Assert.Contains($"points=\"{Zone}\"", page, StringComparison.Ordinal);

        using var back = await SubmitAsync(server, ("do", "settings"));
        Assert.Equal($"{Page}?done=settings", back.Headers.Location?.OriginalString);
        Assert.Null(await StoredAsync(server));
    }

    [Theory]
    [InlineData("MinHeight", "1.5", "MinHeight must be from 0 to 1")]
    [InlineData("MinHeight", "0,5", "MinHeight '0,5' must be a number with a point")]
    [InlineData("MinHeight", "NaN", "MinHeight 'NaN' must be a number")]
    [InlineData("KeepDays", "2.5", "KeepDays '2.5' must be a whole number")]
    [InlineData("KeepDays", "0", "KeepDays must be from 1 to 36500")]
    [InlineData("MaxHeight", "0.01", "MinHeight must not be above MaxHeight")]
    [InlineData("Zones", "0,0 1,1", "Zones '0,0 1,1' must be 3 to 100 corners")]
    [InlineData("Masks", "0,0 1,1 2,2", "Masks '0,0 1,1 2,2' must be")]
    public async Task Fault_is_told_beside_its_field_and_nothing_typed_is_lost(string field, string value, string told)
    {
        await using var server = await StartAsync();

        using var refused = await SubmitAsync(server, ("MinHeight", "0.1"), ("MedianScore", "0.33"), (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Token));
        Assert.Contains(told, page, StringComparison.Ordinal);
        Assert.Contains("value=\"0.33\"", page, StringComparison.Ordinal);
        Assert.Contains(value, page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Null(await StoredAsync(server));
    }

    [Fact]
    public async Task Second_of_two_editors_is_told_and_may_then_put_theirs_in_the_place_of_the_other()
    {
        await using var server = await StartAsync();
        using var anna = server.NewBrowser();
        await anna.SignInAsync(server.Key.Text);
        var before = await FormOf(server.Browser);
        using (await anna.SubmitAsync(Page, Page, [("version", ""), ("do", "save"), ("MinHeight", "0.2")]))
        {
            using var refused = await server.Browser.PostAsync(Page, [.. before, ("do", "save"), ("MinHeight", "0.3")]);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var page = await refused.Content.ReadAsStringAsync(Token);
            Assert.Contains("revision 1", page, StringComparison.Ordinal);
            Assert.Contains("value=\"0.3\"", page, StringComparison.Ordinal);
            Assert.Equal(0.2, (await StoredAsync(server))!.Rules.MinHeight);

            using var knowing = await server.Browser.PostAsync(Page, [.. FieldsIn(page), ("do", "save"), ("MinHeight", "0.3")]);
            Assert.Equal(HttpStatusCode.Redirect, knowing.StatusCode);
            Assert.Equal((2, 0.3), ((await StoredAsync(server))!.Revision, (await StoredAsync(server))!.Rules.MinHeight));

            using var stale = await server.Browser.PostAsync(Page, [.. before, ("do", "settings")]);
            Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
            Assert.NotNull(await StoredAsync(server));
        }
    }

    [Fact]
    public async Task What_the_form_does_not_show_stays_and_what_cannot_be_read_is_told_and_replaced()
    {
        await using var server = await StartAsync();
        await server.Objects.PutAsync(new("rules/farm/gate.json"), "torn"u8.ToArray(), Token);
        Assert.Contains("cannot be read", await server.Browser.PageAsync(Page), StringComparison.Ordinal);

        using var saved = await SubmitAsync(server, ("Masks", Zone));

        Assert.Equal([Zone], (await StoredAsync(server))!.Rules.Masks);
    }

    [Fact]
    public async Task Viewer_of_the_camera_sees_the_rules_and_changes_nothing_and_others_see_nothing()
    {
        await using var server = await StartAsync();
        await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        using (await SubmitAsync(server, ("Zones", Zone)))
        {
            using var viewer = server.NewBrowser();
            await viewer.SignInAsync("anna", await server.Services.GetRequiredService<UserStore>().AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token));

            var page = await viewer.PageAsync(Page);
            Assert.Contains($"points=\"{Zone}\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("value=\"save\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("rules.js", page, StringComparison.Ordinal);
            Assert.Matches("<textarea id=\"Zones\"[^>]* disabled", page);
            using var other = await viewer.GetAsync("/cameras/farm/yard");
            Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
            using var change = await viewer.SubmitAsync(Page, Page, ("do", "save"), ("Zones", ""));
            Assert.Equal(HttpStatusCode.Forbidden, change.StatusCode);
            Assert.Equal([Zone], (await StoredAsync(server))!.Rules.Zones);
        }
    }

    [Fact]
    public async Task Form_of_another_page_is_refused()
    {
        await using var server = await StartAsync();
        using var refused = await server.Browser.PostAsync(Page, ("do", "save"), ("Zones", Zone), ("__RequestVerificationToken", "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Null(await StoredAsync(server));
    }

    [Theory]
    [InlineData("/cameras/farm/nowhere")]
    [InlineData("/cameras/farm")]
    [InlineData("/cameras/farm/gate/more")]
    [InlineData("/cameras/FARM/gate")]
    public async Task What_is_no_camera_is_not_there(string address)
    {
        await using var server = await StartAsync();
        using var response = await server.Browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<GalleryServer> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var server = await GalleryServer.StartAsync(settings: settings);
        await server.Browser.SignInAsync(server.Key.Text);
        await Scene.AddAsync(server, Scene.Event(), 1);
        return server;
    }

    private static async Task<SavedRules?> StoredAsync(GalleryServer server) => (await server.Services.GetRequiredService<RuleStore>().FindAsync(Gate, Token))?.Saved;

    private static async Task<HttpResponseMessage> SubmitAsync(GalleryServer server, params (string Name, string Value)[] fields)
    {
        var form = await FormOf(server.Browser);
        var given = fields.Any(one => one.Name == "do") ? fields : [.. fields, ("do", "save")];
        // The last of a name wins, as it does where a person overwrites a field.
        return await server.Browser.PostAsync(Page, [.. form.Concat(given).GroupBy(one => one.Name).Select(one => one.Last())]);
    }

    private static async Task<IReadOnlyList<(string Name, string Value)>> FormOf(Visitor visitor) => FieldsIn(await visitor.PageAsync(Page));

    private static IReadOnlyList<(string Name, string Value)> FieldsIn(string page)
    {
        var form = page[page.IndexOf("data-rules", StringComparison.Ordinal)..];
        return [.. new[] { "version", "__RequestVerificationToken" }.Select(name => (name, WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(form, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value)))];
    }
}
