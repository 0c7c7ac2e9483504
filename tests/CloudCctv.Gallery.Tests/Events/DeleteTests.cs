using System.Net;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Events;

public sealed class DeleteTests
{
    [Fact]
    public async Task Delete_removes_picture_preview_and_sidecar_and_goes_back_to_the_event()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 1);
        var gone = saved[0].Name;

        using var response = await server.Browser.SubmitAsync($"/delete/{gone}", $"/delete/{gone}");

        Assert.Equal($"/events/{Scene.Event()}", response.Headers.Location?.OriginalString);
        Assert.All([gone.Picture, gone.Preview, gone.Sidecar], name => Assert.False(File.Exists(server.FileOf(name))));
        Assert.True(File.Exists(server.FileOf(saved[1].Name.Picture)));
        Assert.DoesNotContain(gone.ToString(), await server.Browser.PageAsync($"/events/{Scene.Event()}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_of_the_last_picture_goes_back_to_the_day()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);

        using var response = await server.Browser.SubmitAsync($"/delete/{saved[0].Name}", $"/delete/{saved[0].Name}");

        Assert.Equal("/days/2026-11-20", response.Headers.Location?.OriginalString);
        Assert.Contains("A quiet day", await server.Browser.PageAsync("/days/2026-11-20"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_event_is_hidden_and_whole_until_it_is_had_back()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var gone = await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1, 2, 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb"), 1);

        using var response = await server.Browser.SubmitAsync($"/delete/{gone[0].Event}", $"/delete/{gone[0].Event}");

        Assert.Equal($"/days/2026-11-20?deleted={gone[0].Event}", response.Headers.Location?.OriginalString);
        Assert.All(gone, one => Assert.True(File.Exists(server.FileOf(one.Name.Picture))));
        Assert.DoesNotContain("id=\"e-aaaaaaaa\"", await server.Browser.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains("id=\"e-bbbbbbbb\"", await server.Browser.PageAsync("/"), StringComparison.Ordinal);

        using var undone = await server.Browser.SubmitAsync(response.Headers.Location!.OriginalString, $"/undo/{gone[0].Event}");

        Assert.Equal($"/events/{gone[0].Event}", undone.Headers.Location?.OriginalString);
        Assert.Contains("id=\"e-aaaaaaaa\"", await server.Browser.PageAsync("/"), StringComparison.Ordinal);
        Assert.Equal(0, await server.Services.GetRequiredService<EmptyTrash>().RunAsync(TestContext.Current.CancellationToken));
        Assert.All(gone, one => Assert.True(File.Exists(server.FileOf(one.Name.Picture))));
    }

    [Fact]
    public async Task Deleted_event_that_nobody_wants_back_is_removed_with_a_line_by_another_server_too()
    {
        var clock = new ClockThatIsSet();
        await using var server = await GalleryServer.StartAsync(time: clock);
        await server.Browser.SignInAsync(server.Key.Text);
        var gone = await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1, 2, 1);
        var kept = await Scene.AddAsync(server, Scene.Event("bbbbbbbb"), 1);
        using (await server.Browser.SubmitAsync($"/delete/{gone[0].Event}", $"/delete/{gone[0].Event}"))
        {
            Assert.Equal(0, await server.Services.GetRequiredService<EmptyTrash>().RunAsync(TestContext.Current.CancellationToken));
        }

        clock.Now += TimeSpan.FromMinutes(11);
        await using var restarted = await GalleryServer.StartAsync(sharing: server, time: clock);
        Assert.Equal(1, await restarted.Services.GetRequiredService<EmptyTrash>().RunAsync(TestContext.Current.CancellationToken));

        Assert.All(gone, one => Assert.False(File.Exists(server.FileOf(one.Name.Picture))));
        Assert.True(File.Exists(server.FileOf(kept[0].Name.Picture)));
        var audit = Assert.Single(Directory.EnumerateFiles(Path.Combine(server.Folder, "objects", "audit"), "*.jsonl", SearchOption.AllDirectories));
        Assert.Contains($"\"cause\":\"by-hand\",\"what\":\"{gone[0].Event}\",\"pictures\":3", await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var late = await server.Browser.SubmitAsync("/", $"/undo/{gone[0].Event}");
        using var page = await server.Browser.GetAsync($"/events/{gone[0].Event}");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task Asking_deletes_nothing()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);

        Assert.Contains("Delete this picture?", await server.Browser.PageAsync($"/delete/{saved[0].Name}"), StringComparison.Ordinal);

        Assert.True(File.Exists(server.FileOf(saved[0].Name.Picture)));
    }

    [Fact]
    public async Task Form_from_another_site_deletes_nothing()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);

        using var response = await server.Browser.PostAsync($"/delete/{saved[0].Name}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(File.Exists(server.FileOf(saved[0].Name.Picture)));
    }

    [Fact]
    public async Task Without_a_session_the_key_in_a_header_deletes_nothing()
    {
        await using var server = await GalleryServer.StartAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/delete/{saved[0].Name}");
        request.Headers.Authorization = new("Bearer", server.Key.Text);

        using var response = await server.Browser.SendAsync(request);

        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
        Assert.True(File.Exists(server.FileOf(saved[0].Name.Picture)));
    }
}
