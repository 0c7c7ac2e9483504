using CloudCctv.Detection.Faces.Haar;

namespace CloudCctv.Detection.Tests.Faces.Haar;

/// <summary>A cascade as the papers write it: every sum pixel by pixel, in double precision.</summary>
internal static class NaiveCascade
{
    public static List<(int X, int Y)> Windows(HaarCascade cascade, byte[] pixels, int width, int height)
    {
        var found = new List<(int X, int Y)>();
        for (var y = 0; y <= height - cascade.Height; y++)
        {
            for (var x = 0; x <= width - cascade.Width; x++)
            {
                var stages = Stages(cascade, pixels, width, x, y);
                if (stages == cascade.Stages.Count)
                {
                    found.Add((x, y));
                }

                x += stages == 0 ? 1 : 0;
            }
        }

        return found;
    }

    private static int Stages(HaarCascade cascade, byte[] pixels, int width, int x, int y)
    {
        var inner = Pixels(new HaarRectangle(1, 1, cascade.Width - 2, cascade.Height - 2, 1)).ToList();
        var mean = inner.Average();
        var deviation = Math.Sqrt(inner.Average(value => (value - mean) * (value - mean)));
        if (deviation <= 10)
        {
            return -1;
        }

        return cascade.Stages.TakeWhile(stage => stage.Trees.Sum(Vote) >= stage.Threshold - 1e-5).Count();

        IEnumerable<double> Pixels(HaarRectangle one) =>
            from row in Enumerable.Range(y + one.Top, one.Height)
            from column in Enumerable.Range(x + one.Left, one.Width)
            select (double)pixels[(row * width) + column];

        double Vote(HaarTree tree)
        {
            var next = 0;
            do
            {
                var node = tree.Nodes[next];
                var value = cascade.Features[node.Feature].Rectangles.Sum(one => one.Weight * Pixels(one).Sum()) / (inner.Count * deviation);
                next = value < node.Threshold ? node.Below : node.NotBelow;
            }
            while (next > 0);
            return tree.Leaves[-next];
        }
    }
}
