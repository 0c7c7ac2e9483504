using System.Diagnostics;
using System.Globalization;
using CloudCctv.Demo;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Gallery;

/// <summary>What a page of a busy day costs a real server, and whether that grows with all the days before.</summary>
internal static class GalleryBench
{
    private const int Days = 100;
    private const int FirstOpened = 40;
    private const int Opened = 5;
    private const int Rounds = 15;
    private const int CardsOnAPage = 48;

    private static readonly DateOnly Newest = new(2026, 11, 20);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var old = Enumerable.Range(FirstOpened, Opened).Select(ago => Newest.AddDays(-ago)).ToList();
        progress($"a store with {Days * SyntheticStore.SightingsPerDay:N0} sightings, and one with {SyntheticStore.SightingsPerDay:N0}");
        var making = Stopwatch.StartNew();
        SyntheticStore.Make(folder.File("many"), Newest, Days, day => day == Newest || old.Contains(day));
        SyntheticStore.Make(folder.File("few"), Newest, 1, _ => true);
        progress($"made in {making.Elapsed.TotalSeconds:0} s; opening pages");
        await using var manyServer = await StartAsync(folder, "many", cancellationToken);
        await using var fewServer = await StartAsync(folder, "few", cancellationToken);
        using var many = await SignedInBrowser.SignInAsync(manyServer, DataOf(folder, "many"), cancellationToken);
        using var few = await SignedInBrowser.SignInAsync(fewServer, DataOf(folder, "few"), cancellationToken);

        var first = await OpenAsync(many, "/", cancellationToken);
        await OpenAsync(few, "/", cancellationToken);
        await OpenAsync(many, AddressOf(Newest), cancellationToken);
        List<double> firstOpenings = [];
        foreach (var day in old)
        {
            firstOpenings.Add(await OpenAsync(many, AddressOf(day), cancellationToken));
        }

        List<double> home = [], onMany = [], onFew = [];
        for (var round = 0; round < Rounds; round++)
        {
            home.Add(await OpenAsync(many, "/", cancellationToken));
            onMany.Add(await OpenAsync(many, AddressOf(Newest), cancellationToken));
            onFew.Add(await OpenAsync(few, AddressOf(Newest), cancellationToken));
        }

        return
        [
            new BenchRow("day-10000-ms", Median(firstOpenings), "ms", 200, $"a day {FirstOpened} days ago, never opened before; slowest of {Opened}: {firstOpenings.Max():0} ms; again: {Median(onMany):0} ms"),
            new BenchRow("home-ms", Median(home), "ms", null, $"the newest day with 10,000 and a strip of the last two weeks; the server's very first page: {first:0} ms"),
            new BenchRow("history-ratio-1m-vs-10k", Median(onMany) / Median(onFew), "×", 1.5, $"the same day beside {Days - 1} such days and alone ({Median(onFew):0} ms)"),
        ];
    }

    private static Task<RunningServer> StartAsync(TempFolder folder, string store, CancellationToken cancellationToken) => RunningServer.StartAsync(
        DataOf(folder, store), ["--store", folder.File(store), "--time-zone", "UTC"], new Dictionary<string, string?>(), _ => { }, cancellationToken);

    private static string DataOf(TempFolder folder, string store) => folder.File($"{store}-server");

    private static async Task<double> OpenAsync(SignedInBrowser browser, string address, CancellationToken cancellationToken)
    {
        var (page, took) = await browser.OpenAsync(address, cancellationToken);
        var cards = page.Split("class=\"card\"").Length - 1;
        return cards == CardsOnAPage ? took : throw new InvalidOperationException($"{address} shows {cards} events; {CardsOnAPage} are on a page.");
    }

    private static string AddressOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"/days/{day:yyyy-MM-dd}");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
