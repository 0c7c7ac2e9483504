using System.Diagnostics;
using CloudCctv.Detection;
using CloudCctv.Imaging.Jpeg;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>
/// What nobody can go below who looks at every frame: libturbojpeg's scaled decode and a bare Run of the model on a ready
/// tensor, in two threads, with one thread inside the model. No zip, no hash, no boxes, no store.
/// </summary>
internal sealed class DetectFloor : IDisposable
{
    public const int Threads = 2;

    private readonly SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly InferenceSession session;
    private readonly IReadOnlyList<byte[]> pictures;

    public DetectFloor(IReadOnlyList<byte[]> pictures)
    {
        this.pictures = pictures;
        session = new InferenceSession(ObjectDetector.DefaultModelPath, options);
        Measure(TimeSpan.FromSeconds(1));
    }

    /// <returns>Frames, and seconds of processor time for them.</returns>
    public (int Frames, double CpuSeconds, double Seconds) Measure(TimeSpan time)
    {
        var frames = 0;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            using var lane = new Lane(session);
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                lane.Look(pictures[Interlocked.Increment(ref frames) % pictures.Count]);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (frames, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    public void Dispose()
    {
        session.Dispose();
        options.Dispose();
    }

    private sealed class Lane(InferenceSession session) : IDisposable
    {
        private readonly JpegDecoder decoder = new();
        private readonly RunOptions run = new();
        private readonly byte[] pixels = new byte[JpegScale.Half.Scaled(ScalePictures.Width) * JpegScale.Half.Scaled(ScalePictures.Height) * 3];
        private readonly OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[3 * 256 * 416], [1, 3, 256, 416]);

        public void Look(byte[] jpeg)
        {
            decoder.DecodeRgb(jpeg, JpegScale.Half, pixels, smoothColour: false);
            using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
        }

        public void Dispose()
        {
            input.Dispose();
            run.Dispose();
            decoder.Dispose();
        }
    }
}
