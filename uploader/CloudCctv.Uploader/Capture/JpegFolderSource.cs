using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>Reads the JPEGs of a folder in order of name.</summary>
internal sealed class JpegFolderSource(string folder, double framesPerSecond, bool maxSpeed, TimeProvider clock) : IFrameSource
{
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(folder)
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".JPG" or ".JPEG")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new CaptureException($"Folder '{folder}' holds no .jpg or .jpeg files.");
        }

        var times = new RecordingTimes(framesPerSecond, maxSpeed ? TimeSpan.FromSeconds(files.Count / framesPerSecond) : TimeSpan.Zero, clock);
        var started = clock.GetTimestamp();
        for (var number = 0; number < files.Count; number++)
        {
            if (!maxSpeed && TimeSpan.FromSeconds(number / framesPerSecond) - clock.GetElapsedTime(started) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, clock, cancellationToken);
            }

            yield return new Frame(number, times.Of(number), FrameFormat.Jpeg, await ReadFileAsync(files[number], cancellationToken));
        }
    }

    private static async Task<PooledBytes> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            var largest = BatchLimits.Default.MaxFrameBytes;
            return file.Length <= largest
                ? await ReadAllAsync(file, cancellationToken)
                : throw new CaptureException($"Picture '{path}' has {file.Length} bytes; at most {largest} are read.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"Picture '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static async Task<PooledBytes> ReadAllAsync(FileStream file, CancellationToken cancellationToken)
    {
        var data = PooledBytes.Rent((int)file.Length);
        try
        {
            await file.ReadExactlyAsync(data.Memory, cancellationToken);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }
}
