using System.Globalization;
using System.Security.Cryptography;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Feedback;

/// <summary>
/// Writes the pictures of which people have said something, with labels as YOLO text: <c>images/SIGHTING.jpg</c>,
/// <c>labels/SIGHTING.txt</c> and <c>labels/classes.txt</c>, as <c>eval</c> and the training read them. Thread-safe.
/// </summary>
public sealed class FeedbackExport(FeedbackStore feedback, SightingStore sightings)
{
    private const string Person = "person";

    /// <param name="folder">Where to; files there are replaced.</param>
    /// <param name="camera">Null for all.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    public async Task<FeedbackReport> WriteAsync(string folder, CameraName? camera, CancellationToken cancellationToken)
    {
        var (report, classes) = (new FeedbackReport(0, 0, 0), new List<string> { Person });
        await foreach (var (name, opinion) in feedback.AllAsync(camera, cancellationToken))
        {
            // Of things taken or left no detector can learn anything.
            if (await ReadAsync(name, cancellationToken) is not ({ Moment: null } sighting, { } jpeg))
            {
                report = report with { LeftOut = report.LeftOut + 1 };
                continue;
            }

            await WriteAsync(Path.Combine(folder, "images", $"{name}.jpg"), jpeg, cancellationToken);
            await WriteAsync(Path.Combine(folder, "labels", $"{name}.txt"), Labels(sighting, opinion, classes), cancellationToken);
            report = opinion == Opinion.Right ? report with { Right = report.Right + 1 } : report with { NotAPerson = report.NotAPerson + 1 };
        }

        await WriteAsync(Path.Combine(folder, "labels", "classes.txt"), System.Text.Encoding.UTF8.GetBytes(string.Concat(classes.Select(one => $"{one}\n"))), cancellationToken);
        return report;
    }

    // A picture that is not as it was captured teaches nothing.
    private async Task<(Sighting? Sighting, byte[]? Jpeg)> ReadAsync(SightingName name, CancellationToken cancellationToken)
    {
        var sighting = await FindAsync(name, cancellationToken);
        await using var picture = sighting is null ? null : await sightings.OpenPictureAsync(name, cancellationToken);
        if (picture is null)
        {
            return (null, null);
        }

        using var bytes = new MemoryStream();
        await picture.Content.CopyToAsync(bytes, cancellationToken);
        var jpeg = bytes.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(jpeg)) == sighting!.PictureSha256 ? (sighting, jpeg) : (null, null);
    }

    private async Task<Sighting?> FindAsync(SightingName name, CancellationToken cancellationToken)
    {
        try
        {
            return await sightings.ReadAsync(name, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Labels(Sighting sighting, Opinion opinion, List<string> classes)
    {
        var lines = sighting.Detections
            .Where(seen => opinion == Opinion.Right || seen.Label != Person)
            .Select(seen => string.Create(CultureInfo.InvariantCulture,
                $"{ClassOf(seen.Label, classes)} {seen.Box.Left + (seen.Box.Width / 2):0.######} {seen.Box.Top + (seen.Box.Height / 2):0.######} {seen.Box.Width:0.######} {seen.Box.Height:0.######}\n"));
        return System.Text.Encoding.UTF8.GetBytes(string.Concat(lines));
    }

    private static int ClassOf(string label, List<string> classes)
    {
        // A label is a line of classes.txt.
        var line = label.ReplaceLineEndings(" ");
        if (!classes.Contains(line))
        {
            classes.Add(line);
        }

        return classes.IndexOf(line);
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content, cancellationToken);
    }
}

/// <param name="Right">Pictures with boxes that a person has confirmed.</param>
/// <param name="NotAPerson">Pictures in which nobody is.</param>
/// <param name="LeftOut">Pictures that are gone, unreadable or not as they were captured.</param>
public sealed record FeedbackReport(int Right, int NotAPerson, int LeftOut);
