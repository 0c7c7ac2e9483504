using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.SelfHost.Numbered;

/// <summary>
/// Copies the picture of each sighting into a folder as <c>1.jpg</c>, <c>2.jpg</c> and so on, in the order in which they are
/// found; <c>numbers.csv</c> there says which is which. A picture is numbered once, whatever is killed in between. Not thread-safe.
/// </summary>
/// <param name="calendar">Finds them.</param>
/// <param name="sightings">Opens them.</param>
/// <param name="folder">Where to; made if it is not there.</param>
/// <param name="maximumBytes">Of all copies; the lowest numbers make room.</param>
internal sealed class NumberedPictures(SightingCalendar calendar, SightingStore sightings, string folder, long maximumBytes)
{
    // Pictures of an event may come late. Older events are looked at once.
    private const int EventsLookedAtAgain = 50;
    private const int Days = 2;

    private readonly HashSet<EventName> seen = [];
    private NumberList? numbers;

    /// <summary>Numbers what is new of the last two days that have any.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        numbers ??= NumberList.Open(Path.Combine(folder, "numbers.csv"));
        var before = numbers.Last;
        var events = await EventsAsync(cancellationToken);
        for (var i = 0; i < events.Count; i++)
        {
            if (seen.Add(events[i]) || i >= events.Count - EventsLookedAtAgain)
            {
                await NumberAsync(events[i], numbers, cancellationToken);
            }
        }

        if (numbers.Last > before)
        {
            MakeRoom();
        }

        return numbers.Last - before;
    }

    /// <returns>Oldest first.</returns>
    private async Task<List<EventName>> EventsAsync(CancellationToken cancellationToken)
    {
        var events = new List<EventName>();
        await foreach (var day in calendar.DaysAsync(camera: null, cancellationToken).Take(Days))
        {
            events.AddRange(await calendar.EventsAsync(day, camera: null, cancellationToken));
        }

        events.Reverse();
        return events;
    }

    private async Task NumberAsync(EventName eventName, NumberList list, CancellationToken cancellationToken)
    {
        foreach (var name in (await calendar.SightingsAsync(eventName, cancellationToken)).Where(name => !list.Has(name)))
        {
            await using var picture = await sightings.OpenPictureAsync(name, cancellationToken);
            if (picture is null)
            {
                // Deleted meanwhile.
                continue;
            }

            var path = PathOf(list.Last + 1);
            await using (var copy = new FileStream(path + ".part", FileMode.Create, FileAccess.Write))
            {
                await picture.Content.CopyToAsync(copy, cancellationToken);
            }

            File.Move(path + ".part", path, overwrite: true);
            list.Add(name);
        }
    }

    private void MakeRoom()
    {
        var copies = new DirectoryInfo(folder).EnumerateFiles("*.jpg")
            .Select(file => (File: file, IsNumber: int.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number), Number: number))
            .Where(copy => copy.IsNumber)
            .OrderBy(copy => copy.Number)
            .ToList();
        var bytes = copies.Sum(copy => copy.File.Length);
        foreach (var (file, _, _) in copies.TakeWhile(_ => bytes > maximumBytes))
        {
            bytes -= file.Length;
            file.Delete();
        }
    }

    private string PathOf(int number) => Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture) + ".jpg");
}
