using CloudCctv.Contracts.Names;
using CloudCctv.Demo;
using CloudCctv.Detection;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Benchmarks;

/// <summary>What the main job costs: processor and memory of both ends, each beside the floor that nobody can go below.</summary>
internal static class MainBench
{
    private const int Frames = 100;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var clips = new Clips();
        progress("making 1080p recordings");
        var shortClip = clips.Mjpeg1080(Frames);
        var longClip = clips.Mjpeg1080(4 * Frames);
        var pictures = clips.Pictures(shortClip, Frames);
        progress("CPU of the uploader");
        var uploader = UploaderRows(clips, shortClip, longClip, pictures);
        progress("detector against the bare session");
        var detector = DetectorRows(pictures);
        progress("allocations");
        var allocations = AllocationRows(pictures);
        progress("memory of both processes");
        return [.. uploader, .. detector, .. allocations, .. await MemoryRowsAsync(clips, longClip, cancellationToken)];
    }

    /// <summary>The difference between a long and a short run: starting the runtime costs the same in both.</summary>
    private static BenchRow[] UploaderRows(Clips clips, string shortClip, string longClip, IReadOnlyList<byte[]> pictures)
    {
        var still = Enumerable.Range(0, 3).Min(round => Cpu(clips, longClip, $"l{round}")) - Enumerable.Range(0, 3).Min(round => Cpu(clips, shortClip, $"s{round}"));
        var per100 = still / 3;
        using var decoder = new JpegDecoder();
        var pixels = new byte[480 * 270];
        var floor = Timing.LeastMilliseconds(5, () =>
        {
            foreach (var jpeg in pictures)
            {
                decoder.DecodeLuma(jpeg, JpegScale.Quarter, pixels);
            }
        })[0] / 1000;
        return
        [
            new BenchRow("uploader-cpu-s-per-100-frames-1080p-mjpeg", per100, "s", null, $"{Clips.Subject}; ffmpeg, spool and upload included"),
            new BenchRow("floor-luma-decode-s-per-100-frames-1080p", floor, "s", null, "libturbojpeg, grey at 1/4, nothing else"),
            new BenchRow("uploader-vs-luma-decode-1080p-mjpeg", per100 / floor, "×"),
        ];
    }

    private static double Cpu(Clips clips, string clip, string run) => CpuTime.Of(
        "dotnet", Programs.Uploader, "run", "--source", clip, "--speed", "max", "--data", clips.Folder($"data-{run}"), "--store", clips.Folder($"store-{run}"));

    private static BenchRow[] DetectorRows(IReadOnlyList<byte[]> pictures)
    {
        using var detector = ObjectDetector.Open(new DetectorOptions { Threads = 2, Favour = Favour.Latency });
        using var bare = new BareSession(ObjectDetector.DefaultModelPath, 256, 416);
        bare.Run();
        detector.Detect(pictures[0]);
        var next = 0;
        var least = Timing.LeastMilliseconds(200, bare.Run, () => detector.Detect(pictures[next++ % pictures.Count]));
        return
        [
            new BenchRow("detector-ms-1080p", least[1], "ms/frame", null, "JPEG bytes to boxes, embedded model, 2 threads"),
            new BenchRow("floor-bare-session-ms", least[0], "ms/frame", null, "ONNX Runtime alone on a ready tensor of 416×256"),
            new BenchRow("detector-vs-bare-session-1080p", least[1] / least[0], "×", null, "the rest is mostly JPEG decoding"),
        ];
    }

    private static BenchRow[] AllocationRows(IReadOnlyList<byte[]> pictures)
    {
        using var luma = new LumaReader();
        using var recorder = new EventRecorder(new EventOptions(), new NoSink());
        var gate = MotionGate.Create(new MotionOptions());
        long number = 0;
        var uploader = Timing.AllocatedBytes(2000, () =>
        {
            var jpeg = pictures[(int)(number % pictures.Count)];
            var data = PooledBytes.Rent(jpeg.Length);
            jpeg.CopyTo(data.Span);
            var frame = new Frame(number, DateTimeOffset.UnixEpoch.AddMilliseconds(100 * number), FrameFormat.Jpeg, data);
            number++;
            recorder.Next(frame, gate.Next(luma.Read(frame)));
        });
        using var detector = ObjectDetector.Open(new DetectorOptions { Threads = 1 });
        var next = 0;
        var detection = Timing.AllocatedBytes(100, () => detector.Detect(pictures[next++ % pictures.Count]));
        return
        [
            new BenchRow("uploader-allocated-kb-per-frame", uploader / 1000, "kB", 10, $"a 1080p frame has {pictures[0].Length / 1000} kB as JPEG"),
            new BenchRow("detector-allocated-kb-per-frame", detection / 1000, "kB", 20),
        ];
    }

    private static async Task<BenchRow[]> MemoryRowsAsync(Clips clips, string clip, CancellationToken cancellationToken)
    {
        await using var run = new DemoRun(new DemoOptions { Source = clip, MaxSpeed = true, DataFolder = clips.Folder("memory") }, (_, _) => { });
        var figures = await run.RunAsync(cancellationToken);
        return
        [
            new BenchRow("uploader-peak-rss-mb-1080p", figures.PeakRssUploaderMb, "MB", 150, "ffmpeg included"),
            new BenchRow("server-peak-rss-mb-1080p", figures.PeakRssServerMb, "MB", 450),
        ];
    }

    /// <summary>The model with nothing of ours around it.</summary>
    private sealed class BareSession : IDisposable
    {
        private readonly SessionOptions options = new() { IntraOpNumThreads = 2, InterOpNumThreads = 1 };
        private readonly InferenceSession session;
        private readonly OrtValue input;
        private readonly RunOptions run = new();

        public BareSession(string model, int height, int width)
        {
            session = new InferenceSession(model, options);
            input = OrtValue.CreateTensorValueFromMemory(new float[3 * height * width], [1, 3, height, width]);
        }

        public void Run()
        {
            using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
        }

        public void Dispose()
        {
            input.Dispose();
            session.Dispose();
            run.Dispose();
            options.Dispose();
        }
    }

    private sealed class NoSink : IEventSink
    {
        public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
        {
            firstFrames.ToList().ForEach(frame => frame.Dispose());
            return new EventName("bench", "bench", firstFrames[0].Time, "00000000");
        }

        public void Add(KeptFrame frame) => frame.Dispose();

        public void End()
        {
        }
    }
}
