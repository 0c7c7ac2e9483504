using System.Globalization;
using CloudCctv.Detection;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>Each model at hand: ours from JPEG bytes to detections, the floor, and OpenCV on the same pictures, in turn.</summary>
internal sealed class ModelRows(IReadOnlyList<byte[]> pictures, OpenCvPeer? peer)
{
    private const int Threads = 2;
    private const int Rounds = 150;
    private const int Lanes = 2;

    private int next;

    private byte[] Next => pictures[next++ % pictures.Count];

    /// <param name="model">The .onnx file.</param>
    /// <param name="name">For the rows.</param>
    /// <param name="isReference">The model by which we compare ourselves with OpenCV.</param>
    public IReadOnlyList<BenchRow> Measure(string model, string name, bool isReference)
    {
        using var latency = Open(model, Favour.Latency);
        using var throughput = Open(model, Favour.Throughput);
        using var headers = new JpegDecoder();
        var plan = InputPlan.For(headers.ReadHeader(pictures[0]), latency.Card.Input, latency.Card.Input.LongSide ?? 0);
        using var floor = new Floor(model, plan.Model.Height, plan.Model.Width, Threads);
        WarmUp(latency, throughput, floor, plan.JpegScale);

        var spreads = Spread.Interleaved(
            Rounds,
            Spread.Timed(() => latency.Detect(Next)),
            Spread.Timed(() => floor.Decode(Next, plan.JpegScale)),
            Spread.Timed(floor.Run),
            () => Spread.Timed(() => Parallel.For(0, Lanes, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, i => throughput.Detect(pictures[(next + i) % pictures.Count])))() / Lanes);
        var (ours, least, lanes) = (spreads[0], spreads[1].Least + spreads[2].Least, spreads[3]);
        return
        [
            new($"ms: {name}, ours", ours.Least, "ms/frame", null, $"1080p JPEG to detections, input {plan.Model}, {Threads} threads on one frame; {ours}"),
            new($"ms: {name}, ours, {Lanes} frames at once", lanes.Least, "ms/frame", null, $"a thread each; {lanes}"),
            new($"ms: {name}, floor", least, "ms/frame", null, string.Create(CultureInfo.InvariantCulture, $"decode {spreads[1].Least:0.00} + session {spreads[2].Least:0.00}; halves ≤ {spreads[1].Median:0.0} + {spreads[2].Median:0.0}")),
            .. PeerRows(model, name, plan, latency, isReference),
            new(isReference ? "e2e-vs-floor-2t-yolox-nano" : name == ModelRowsName.Embedded ? "e2e-vs-floor-2t" : $"e2e-vs-floor-2t-{name}", ours.Least / least, "×", 1.15),
        ];
    }

    /// <summary>Preparing the input alone.</summary>
    public IReadOnlyList<BenchRow> MeasurePreparation(string model)
    {
        using var detector = Open(model, Favour.Latency);
        var input = detector.Card.Input;
        using var decoder = new JpegDecoder();
        var plan = InputPlan.For(decoder.ReadHeader(pictures[0]), input, input.LongSide ?? 0);
        var writer = new TensorWriter(input);
        var (pixels, tensor) = (new byte[plan.Decoded.Pixels * 3], new float[3 * plan.Model.Width * plan.Model.Height]);
        var contenders = new List<Func<double>>
        {
            Spread.Timed(() =>
            {
                decoder.DecodeRgb(Next, plan.JpegScale, pixels, smoothColour: false);
                writer.Write(pixels, plan, tensor);
            }),
            Spread.Timed(() => writer.Write(pixels, plan, tensor)),
        };
        if (peer is not null)
        {
            contenders.Add(() => peer.Prepare(next++ % pictures.Count, plan.Model.Width, plan.Model.Height));
        }

        var spreads = Spread.Interleaved(Rounds, [.. contenders]);
        return
        [
            new("prep-ms-1080p-416", spreads[0].Least, "ms/frame", null, $"JPEG to tensor; {spreads[0]}"),
            new("tensor-ms-1080p-416", spreads[1].Least, "ms/frame", null, "of that: crop, resize, letterbox, normalise, layout"),
            peer is null
                ? new("prep-vs-cv2", null, "×", 0.6, OpenCv.Absent)
                : new("prep-vs-cv2", spreads[0].Least / spreads[2].Least, "×", 0.6, string.Create(CultureInfo.InvariantCulture, $"imdecode, resize, blobFromImage: {spreads[2].Least:0.0} ms; {spreads[2]}")),
        ];
    }

    private static ObjectDetector Open(string model, Favour favour) =>
        ObjectDetector.Open(new DetectorOptions { ModelPath = model, Threads = Threads, Favour = favour, SecondLook = SecondLookMode.Off });

    private void WarmUp(ObjectDetector latency, ObjectDetector throughput, Floor floor, JpegScale scale)
    {
        for (var i = 0; i < 40; i++)
        {
            latency.Detect(Next);
            throughput.Detect(Next);
            floor.Decode(Next, scale);
            floor.Run();
        }
    }

    private BenchRow[] PeerRows(string model, string name, InputPlan plan, ObjectDetector ours, bool isReference)
    {
        if (peer is null)
        {
            return [new($"ms: {name}, cv2.dnn", null, "ms/frame", null, OpenCv.Absent), .. isReference ? (BenchRow[])[new("e2e-vs-cv2dnn-yolox-nano", null, "×", 0.25, OpenCv.Absent)] : []];
        }

        try
        {
            peer.Detect(0, plan.Model.Width, plan.Model.Height, model);
            var spreads = Spread.Interleaved(
                40,
                () => peer.Detect(next++ % pictures.Count, plan.Model.Width, plan.Model.Height, model),
                Spread.Timed(() => ours.Detect(Next)));
            var row = new BenchRow($"ms: {name}, cv2.dnn", spreads[0].Least, "ms/frame", null, $"OpenCV {peer.Version}, {Threads} threads; {spreads[0]}");
            var ratio = spreads[1].Least / spreads[0].Least;
            return isReference
                ? [row, new("e2e-vs-cv2dnn-yolox-nano", ratio, "×", 0.25, string.Create(CultureInfo.InvariantCulture, $"ours is {1 / ratio:0.0} × as fast"))]
                : [row];
        }
        catch (InvalidOperationException fault)
        {
            return [new($"ms: {name}, cv2.dnn", null, "ms/frame", null, $"OpenCV {peer.Version} cannot: {fault.Message}")];
        }
    }
}

internal static class ModelRowsName
{
    public const string Embedded = "cctv-person-v0";
}

internal static class OpenCv
{
    public const string Absent = "no OpenCV for Python here: apt-get install python3-opencv";
}
