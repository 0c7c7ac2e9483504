using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CloudCctv.Detection.Faces.Haar;

/// <summary>Runs a cascade over every window of one picture at one size. One thread at a time.</summary>
internal sealed class CascadeScan(HaarCascade cascade)
{
    // What the sums of floats may be short of a stage's threshold, as in training.
    private const float Slack = 1e-5f;

    // Of a window's brightness; flatter ones are sky and walls, in which noise would be taken for a face.
    private const double MinDeviation = 10;

    private readonly Corner[] corners = new Corner[cascade.Features.Count];
    private readonly Stage[] stages = [.. cascade.Stages.Select(stage => new Stage(stage.Threshold - Slack, [.. stage.Trees]))];
    private int cornersStride;

    /// <summary>Adds the upper left corners of windows that pass all stages.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="step">Pixels from window to window; twice that behind one that fails at the first stage.</param>
    /// <param name="found">Gets x and y.</param>
    public void Run(IntegralImage image, int width, int height, int step, List<(int X, int Y)> found)
    {
        Place(image.Stride);
        for (var y = 0; y <= height - cascade.Height; y += step)
        {
            for (var x = 0; x <= width - cascade.Width; x += step)
            {
                var passed = Passed(image, (y * image.Stride) + x);
                if (passed == stages.Length)
                {
                    found.Add((x, y));
                }

                x += passed == 0 ? step : 0;
            }
        }
    }

    /// <returns>How many stages the window passes; −1 if it is too flat to ask.</returns>
    private int Passed(IntegralImage image, int at)
    {
        var scale = Normalisation(image, at);
        if (scale == 0)
        {
            return -1;
        }

        ref var window = ref Unsafe.Add(ref MemoryMarshal.GetReference(image.Sums), at);
        for (var i = 0; i < stages.Length; i++)
        {
            var votes = 0f;
            foreach (var tree in stages[i].Trees)
            {
                votes += Vote(tree, ref window, scale);
            }

            if (votes < stages[i].Threshold)
            {
                return i;
            }
        }

        return stages.Length;
    }

    private float Vote(HaarTree tree, ref int window, float scale)
    {
        var next = 0;
        do
        {
            ref readonly var node = ref tree.Nodes[next];
            next = corners[node.Feature].Value(ref window) * scale < node.Threshold ? node.Below : node.NotBelow;
        }
        while (next > 0);
        return tree.Leaves[-next];
    }

    /// <returns>1 / (area × standard deviation) of the window without its outermost pixels; 0 if it is too flat.</returns>
    private float Normalisation(IntegralImage image, int at)
    {
        int upper = at + image.Stride + 1, lower = upper + ((cascade.Height - 2) * image.Stride), across = cascade.Width - 2;
        double area = across * (cascade.Height - 2);
        var sums = image.Sums;
        var squares = image.Squares;
        double sum = sums[upper] - sums[upper + across] - sums[lower] + sums[lower + across];
        double square = squares[upper] - squares[upper + across] - squares[lower] + squares[lower + across];
        var variance = (area * square) - (sum * sum);
        return variance > area * area * MinDeviation * MinDeviation ? (float)(1 / Math.Sqrt(variance)) : 0;
    }

    private void Place(int stride)
    {
        for (var i = 0; stride != cornersStride && i < corners.Length; i++)
        {
            corners[i] = new Corner(cascade.Features[i], stride);
        }

        cornersStride = stride;
    }

    private sealed record Stage(float Threshold, HaarTree[] Trees);

    /// <summary>A feature as places in the integral image, from the window's upper left corner.</summary>
    private readonly struct Corner
    {
        private readonly Area first;
        private readonly Area second;
        private readonly Area third;

        public Corner(HaarFeature feature, int stride)
        {
            first = new Area(feature.Rectangles[0], stride);
            second = new Area(feature.Rectangles[1], stride);
            third = feature.Rectangles.Count > 2 ? new Area(feature.Rectangles[2], stride) : default;
        }

        public float Value(ref int window)
        {
            var value = first.Value(ref window) + second.Value(ref window);
            return third.Weight == 0 ? value : value + third.Value(ref window);
        }
    }

    private readonly struct Area(HaarRectangle rectangle, int stride)
    {
        private readonly int upperLeft = (rectangle.Top * stride) + rectangle.Left;
        private readonly int lowerLeft = ((rectangle.Top + rectangle.Height) * stride) + rectangle.Left;
        private readonly int width = rectangle.Width;

        public float Weight { get; } = rectangle.Weight;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Value(ref int window) => Weight * (Unsafe.Add(ref window, upperLeft) - Unsafe.Add(ref window, upperLeft + width)
            - Unsafe.Add(ref window, lowerLeft) + Unsafe.Add(ref window, lowerLeft + width));
    }
}
