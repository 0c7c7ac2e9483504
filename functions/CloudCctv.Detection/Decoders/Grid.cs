using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>The cells that a model looks at, row by row, each <paramref name="Stride"/> pixels of the input wide and high.</summary>
internal readonly record struct Grid(int Stride, int Columns, int Rows)
{
    public int Cells => Columns * Rows;

    public static Grid Over(ModelSize input, int stride) => new(stride, input.Width / stride, input.Height / stride);

    /// <summary>How many cells, or <see cref="TensorShape.Any"/> while the input's size is not known.</summary>
    public static long CellsOver(ModelSize? input, int stride) => input is null ? TensorShape.Any : Over(input, stride).Cells;

    public (int X, int Y) Place(int cell) => (cell % Columns, cell / Columns);
}
