using System.Text.RegularExpressions;

namespace CloudCctv.Demo;

/// <summary><c>./cctv demo</c>: prints what happens, then a table. Exit code 1 if anything failed or was left behind.</summary>
internal static partial class DemoCommand
{
    public static async Task<int> RunAsync(DemoOptions options, bool keepData, bool once, string? jsonFile, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.DataFolder);
        Print("demo", $"playing {(options.Source.Contains("://", StringComparison.Ordinal) ? "a stream" : options.Source)} ({(options.MaxSpeed ? "as fast as possible" : "at its own speed")}); data in {options.DataFolder}");
        try
        {
            await using var run = new DemoRun(options, Print);
            var figures = await run.RunAsync(cancellationToken);
            Summarise(figures, once ? null : run.Server!.Url, options.DataFolder);
            if (jsonFile is not null)
            {
                await File.WriteAllTextAsync(jsonFile, figures.ToJson(), cancellationToken);
            }

            if (!once)
            {
                Print("demo", "the gallery stays open until you press Ctrl+C");
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return figures.Complete ? 0 : 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
        {
            Print("demo", exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        finally
        {
            if (!keepData)
            {
                Directory.Delete(options.DataFolder, recursive: true);
            }
        }
    }

    private static void Summarise(DemoFigures figures, Uri? gallery, string data)
    {
        Console.WriteLine();
        foreach (var (name, value) in figures.Rows())
        {
            Console.WriteLine($"  {name,-32} {value,12}");
        }

        Console.WriteLine();
        if (gallery is not null)
        {
            Console.WriteLine($"  gallery     {gallery}");
            Console.WriteLine($"  access key  in {Path.Combine(data, "server", "access-key")}");
        }

        Console.WriteLine(figures.Complete ? "  everything was processed, nothing was left behind" : "  NOT everything was processed");
    }

    private static void Print(string who, string line) => Console.WriteLine($"{who,-8} │ {Plain().Replace(line, "$1")}");

    // Time of day and what was said are enough here: "18:02:03 info: uploader[21] event began".
    [GeneratedRegex(@"^(\d\d:\d\d:\d\d )info(?:: \w+\[\d+\])?\s+")]
    private static partial Regex Plain();
}
