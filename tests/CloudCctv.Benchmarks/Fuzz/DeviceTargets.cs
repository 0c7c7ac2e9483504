using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.HostileBatches.Fuzz;
using CloudCctv.HostileBatches.Jpegs;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.Http;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Spool.Zip;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>The readers of hostile bytes on the device: torn parts, cameras, settings. One user at a time.</summary>
internal sealed class DeviceTargets : IDisposable
{
    private const string Settings = """
        {"site":"farm","store":{"folder":"/srv/cctv"},"cameras":[{"name":"gate","source":"http://10.0.0.5/video","motion":{"threshold":12,
        "zones":[{"name":"drive","corners":[{"x":0,"y":0},{"x":1,"y":0},{"x":1,"y":1}]}]},"events":{"framesPerEvent":40},"batches":{"seconds":5}}]}
        """;

    private static readonly byte[] Jpeg = Picture.WithPerson(64, 48);

    private readonly TempFolder folder = new();

    public DeviceTargets() => All =
    [
        new("torn-parts", random => ByteMutations.Some(Part(), random), ScanAsync),
        new("mjpeg", random => ByteMutations.Some(Stream(random.Next(2) == 0), random), bytes => ReadAsync(new MultipartJpegReader(Pipe(bytes), "frame"))),
        new("jpeg-pipe", random => ByteMutations.Some([.. Jpeg, .. Jpeg, .. Jpeg], random), bytes => ReadAsync(new JpegPipeReader(Pipe(bytes)))),
        new("snapshots", random => ByteMutations.Some([(byte)random.Next(3), .. Jpeg], random), SnapshotAsync),
        new("settings", random => JsonMutations.Some(Encoding.UTF8.GetBytes(Settings), random), ReadSettings),
    ];

    public IReadOnlyList<FuzzTarget> All { get; }

    public void Dispose() => folder.Dispose();

    private byte[] Part()
    {
        var path = folder.File("part");
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var zip = new StoredZipWriter(file, [], 0);
            for (var i = 1; i <= 3; i++)
            {
                zip.Add($"00000{i}-073205123.jpg", DateTimeOffset.UnixEpoch, Jpeg, "{\"name\":\"x\"}"u8);
            }
        }

        return File.ReadAllBytes(path);
    }

    private static byte[] Stream(bool withLengths) => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(
        $"--frame\r\nContent-Type: image/jpeg\r\n{(withLengths ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Jpeg.Length}\r\nX-Timestamp: 1764000000.5\r\n") : "")}\r\n{Encoding.Latin1.GetString(Jpeg)}\r\n", 3)));

    private static PipeBuffer Pipe(byte[] bytes) => new(new MemoryStream(bytes));

    /// <summary>What is salvaged lies in the file, one behind the other, and has its CRC.</summary>
    private Task<string?> ScanAsync(byte[] bytes)
    {
        var path = folder.File("torn");
        File.WriteAllBytes(path, bytes);
        using var file = File.OpenHandle(path);
        var (entries, end) = StoredZipScanner.Scan(file);
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, next) = (entries[i].Entry, i + 1 < entries.Count ? entries[i + 1].Entry.Offset : end);
            if (next > bytes.Length || Crc32.HashToUInt32(bytes.AsSpan((int)(next - entry.Bytes), (int)entry.Bytes)) != entry.Crc)
            {
                return Task.FromResult<string?>($"entry {i} is not whole");
            }
        }

        return Task.FromResult<string?>(null);
    }

    private static async Task<string?> ReadAsync(IFrameReader reader)
    {
        try
        {
            for (var pictures = 0; await reader.ReadAsync(CancellationToken.None) is { } picture; pictures++)
            {
                using (picture.Data)
                {
                    if (picture.Data.Length > BatchLimits.Default.MaxFrameBytes || pictures > 1_000)
                    {
                        return "more pictures, or a larger one, than came";
                    }
                }
            }
        }
        catch (InvalidDataException)
        {
            // What a reader promises.
        }

        return null;
    }

    // The first byte tells what the camera says of the length.
    private static async Task<string?> SnapshotAsync(byte[] bytes)
    {
        var body = bytes.AsSpan(Math.Min(1, bytes.Length)).ToArray();
        using var response = new HttpResponseMessage { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentLength = (bytes.Length > 0 ? bytes[0] : 0) switch { 0 => null, 1 => body.Length, var announced => announced << 20 };
        using var camera = new CameraClient(SourceAddress.Parse("http://127.0.0.1/snap.jpg"), acceptAnyCertificate: false);
        try
        {
            var picture = await new SnapshotReader(camera, response, Pipe(body), TimeSpan.FromSeconds(1), TimeProvider.System).ReadAsync(CancellationToken.None);
            using (picture!.Value.Data)
            {
                return picture.Value.Data.Length <= body.Length ? null : "a picture longer than what came";
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Task<string?> ReadSettings(byte[] bytes)
    {
        try
        {
            var settings = SettingsFile.Bind<UploaderSettings>(SettingsParser.Parse(bytes, "fuzz.json"));
            return Task.FromResult(SettingsFile.Bind<UploaderSettings>(SettingsParser.Parse(Encoding.UTF8.GetBytes(SettingsJson.Text(settings)), "again.json")) is null ? "settings that cannot be read again" : null);
        }
        catch (SettingsException)
        {
            return Task.FromResult<string?>(null);
        }
    }
}
