using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.SelfHost.Commands;
using CloudCctv.SelfHost.Numbered;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Tests.Numbered;

/// <summary>On a real store in a folder; the server around it is in RunTests.</summary>
public sealed class NumberedPicturesTests : IAsyncDisposable
{
    private const int PictureBytes = 1000;

    private readonly TempFolder folder = new();
    private readonly ServiceProvider services;

    public NumberedPicturesTests() =>
        services = StoreServices.Build(ServerSettings.Load(null, new Dictionary<string, string?> { ["Data"] = folder.File("data") }, key => key));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string People => folder.File("people");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Pictures_of_several_cameras_and_days_are_numbered_once_in_the_order_of_their_events()
    {
        Save("gate", day: 20, minute: 5, frames: 2);
        Save("yard", day: 20, minute: 4, frames: 1);
        var pictures = New();

        Assert.Equal(3, await pictures.RunAsync(Token));
        Assert.Equal(0, await pictures.RunAsync(Token));
        Save("gate", day: 21, minute: 1, frames: 1);
        // Late, and of an event that has been looked at.
        Save("yard", day: 20, minute: 4, frames: 2);
        Assert.Equal(2, await New().RunAsync(Token));

        Assert.Equal(
            ["1,farm/yard/2026/11/20/073400000-4k7x9m2q/000001-073400000", "2,farm/gate/2026/11/20/073500000-4k7x9m2q/000001-073500000",
             "3,farm/gate/2026/11/20/073500000-4k7x9m2q/000002-073500000", "4,farm/yard/2026/11/20/073400000-4k7x9m2q/000002-073400000",
             "5,farm/gate/2026/11/21/073100000-4k7x9m2q/000001-073100000"],
            await File.ReadAllLinesAsync(Path.Combine(People, "numbers.csv"), Token));
        Assert.Equal(["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "numbers.csv"], Files());
    }

    [Fact]
    public async Task Room_is_short_the_lowest_numbers_go_and_what_is_not_a_number_stays()
    {
        Directory.CreateDirectory(People);
        await File.WriteAllTextAsync(Path.Combine(People, "holiday.jpg"), "mine", Token);
        Save("gate", day: 20, minute: 5, frames: 12);

        await New(maximumBytes: 3 * PictureBytes).RunAsync(Token);

        Assert.Equal(["10.jpg", "11.jpg", "12.jpg", "holiday.jpg", "numbers.csv"], Files());
        Save("gate", day: 20, minute: 6, frames: 1);
        Assert.Equal(1, await New(maximumBytes: 3 * PictureBytes).RunAsync(Token));
        Assert.Equal(["11.jpg", "12.jpg", "13.jpg", "holiday.jpg", "numbers.csv"], Files());
    }

    private NumberedPictures New(long maximumBytes = long.MaxValue) =>
        new(services.GetRequiredService<SightingCalendar>(), services.GetRequiredService<SightingStore>(), People, maximumBytes);

    private string[] Files() => [.. Directory.EnumerateFiles(People).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void Save(string camera, int day, int minute, int frames)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"07{30 + minute:00}00000");
        var place = Directory.CreateDirectory(folder.File("data", "store", "objects", "flagged", "farm", camera, "2026", "11", $"{day}", $"{time}-4k7x9m2q")).FullName;
        for (var frame = 1; frame <= frames; frame++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{frame:000000}-{time}");
            File.WriteAllBytes(Path.Combine(place, $"{name}.jpg"), new byte[PictureBytes]);
            File.WriteAllText(Path.Combine(place, $"{name}.json"), "{}");
        }
    }
}
