using System.Diagnostics;
using System.Globalization;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>Debian's OpenCV in a Python process of its own, which times itself: decode, resize, blob, network, boxes, NMS.</summary>
internal sealed class OpenCvPeer : IDisposable
{
    private const string Script = """
        import sys, time
        import cv2
        import numpy as np
        cv2.setNumThreads(int(sys.argv[1]))
        files = [np.fromfile(f, np.uint8) for f in sys.argv[2:]]
        nets = {}

        def blob(jpeg, width, height):
            image = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
            scale = min(width / image.shape[1], height / image.shape[0])
            small = cv2.resize(image, (round(image.shape[1] * scale), round(image.shape[0] * scale)))
            canvas = np.full((height, width, 3), 114, np.uint8)
            canvas[:small.shape[0], :small.shape[1]] = small
            return cv2.dnn.blobFromImage(canvas)

        def boxes(out):
            if out.ndim != 3 or out.shape[2] < 6:
                return []
            out = out[0]
            scores = out[:, 4] * out[:, 5]
            keep = scores > 0.3
            rows = out[keep]
            xy = rows[:, :4]
            return cv2.dnn.NMSBoxes(xy.tolist(), scores[keep].tolist(), 0.3, 0.5) if len(rows) else []

        def detect(jpeg, model, width, height):
            if model not in nets:
                nets[model] = cv2.dnn.readNetFromONNX(model)
            net = nets[model]
            net.setInput(blob(jpeg, width, height))
            return boxes(net.forward(net.getUnconnectedOutLayersNames())[0])

        print("ready", cv2.__version__, flush=True)
        for line in sys.stdin:
            what, index, width, height, model = line.rstrip("\n").split(" ", 4)
            jpeg = files[int(index)]
            start = time.perf_counter()
            try:
                if what == "prep":
                    blob(jpeg, int(width), int(height))
                else:
                    detect(jpeg, model, int(width), int(height))
                print((time.perf_counter() - start) * 1000, flush=True)
            except Exception as fault:
                print("fault", str(fault).replace("\n", " ")[:160], flush=True)
        """;

    private readonly Process process;

    private OpenCvPeer(Process process, string version) => (this.process, Version) = (process, version);

    public string Version { get; }

    /// <param name="folder">For the script and the pictures.</param>
    /// <param name="pictures">JPEGs that will be asked for by index.</param>
    /// <param name="threads">That OpenCV may use.</param>
    /// <returns>Null where there is no OpenCV for Python.</returns>
    public static OpenCvPeer? Start(string folder, IReadOnlyList<byte[]> pictures, int threads)
    {
        var script = Path.Combine(folder, "peer.py");
        File.WriteAllText(script, Script);
        var files = pictures.Select((jpeg, index) =>
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{index:0000}.jpg"));
            File.WriteAllBytes(path, jpeg);
            return path;
        }).ToList();

        // Debian's own Python: only that sees Debian's OpenCV.
        var start = new ProcessStartInfo("/usr/bin/python3", [script, $"{threads}", .. files]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (!File.Exists(start.FileName))
        {
            return null;
        }

        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine()?.Split(' ') is ["ready", var version])
        {
            return new OpenCvPeer(process, version);
        }

        process.WaitForExit();
        process.Dispose();
        return null;
    }

    /// <returns>Milliseconds.</returns>
    /// <exception cref="InvalidOperationException">OpenCV cannot do it; the message is its own.</exception>
    public double Prepare(int picture, int width, int height) => Ask($"prep {picture} {width} {height} -");

    /// <inheritdoc cref="Prepare"/>
    public double Detect(int picture, int width, int height, string model) => Ask($"detect {picture} {width} {height} {model}");

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private double Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? "ended";
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : throw new InvalidOperationException(answer);
    }
}
