using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Events;

public sealed class FeedbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_of_an_event_is_kept_for_each_picture_and_can_be_taken_back()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 2);
        var address = $"/events/{Scene.Event()}";

        using (await server.Browser.SubmitAsync(address, $"/feedback/{Scene.Event()}", ("opinion", "not-a-person")))
        {
            Assert.Equal(saved.Select(one => (one.Name, Opinion.NotAPerson)), await AllAsync(server));
        }

        Assert.Contains("You said: not a person", await server.Browser.PageAsync(address), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync(address, $"/feedback/{saved[0].Name}", ("opinion", "right")))
        {
            Assert.Equal([(saved[0].Name, Opinion.Right), (saved[1].Name, Opinion.NotAPerson)], await AllAsync(server));
        }

        using (await server.Browser.SubmitAsync(address, $"/feedback/{Scene.Event()}", ("opinion", "")))
        {
            Assert.Empty(await AllAsync(server));
        }
    }

    [Fact]
    public async Task Export_writes_pictures_and_labels_that_an_evaluation_reads()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var wrong = (await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1))[0];
        var right = await Scene.AddAsync(server, Scene.Make(Scene.Event("bbbbbbbb")) with
        {
            Detections = [new SeenObject("person", 0.9, new Box(0.1, 0.2, 0.3, 0.6)), new SeenObject("dog", 0.8, new Box(0.5, 0.5, 1, 1))],
        });
        var damaged = (await Scene.AddAsync(server, Scene.Event("cccccccc"), 1))[0];
        var store = server.Services.GetRequiredService<FeedbackStore>();
        await store.SayAsync(wrong.Name, Opinion.NotAPerson, Token);
        await store.SayAsync(right.Name, Opinion.Right, Token);
        await store.SayAsync(damaged.Name, Opinion.Right, Token);
        await server.Objects.PutAsync(damaged.Name.Picture, "not it"u8.ToArray(), Token);
        using var folder = new TempFolder();

        var report = await server.Services.GetRequiredService<FeedbackExport>().WriteAsync(folder.Path, camera: null, Token);

        Assert.Equal(new FeedbackReport(Right: 1, NotAPerson: 1, LeftOut: 1), report);
        Assert.Equal("", await File.ReadAllTextAsync(folder.File($"labels/{wrong.Name}.txt"), Token));
        Assert.Equal("0 0.2 0.4 0.2 0.4\n1 0.75 0.75 0.5 0.5\n", await File.ReadAllTextAsync(folder.File($"labels/{right.Name}.txt"), Token));
        Assert.Equal("person\ndog\n", await File.ReadAllTextAsync(folder.File("labels/classes.txt"), Token));
        Assert.Equal(await File.ReadAllBytesAsync(server.FileOf(right.Name.Picture), Token), await File.ReadAllBytesAsync(folder.File($"images/{right.Name}.jpg"), Token));
        Assert.False(File.Exists(folder.File($"images/{damaged.Name}.jpg")));
    }

    [Fact]
    public async Task Feedback_goes_with_its_picture()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 1);
        await server.Services.GetRequiredService<FeedbackStore>().SayAsync(saved[0].Name, Opinion.Right, Token);

        using var response = await server.Browser.SubmitAsync($"/delete/{saved[0].Name}", $"/delete/{saved[0].Name}");

        Assert.Empty(await AllAsync(server));
    }

    private static ValueTask<List<(SightingName, Opinion)>> AllAsync(GalleryServer server) =>
        server.Services.GetRequiredService<FeedbackStore>().AllAsync(camera: null, Token).ToListAsync(Token);
}
