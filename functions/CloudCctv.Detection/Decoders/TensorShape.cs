namespace CloudCctv.Detection.Decoders;

/// <summary>Lengths of a tensor's dimensions; <see cref="Any"/> where the length is not known beforehand.</summary>
public sealed class TensorShape(params long[] lengths)
{
    public const long Any = -1;

    public int Rank => lengths.Length;

    public long this[int dimension] => lengths[dimension];

    public long[] ToArray() => [.. lengths];

    /// <summary>Same rank, and same lengths where both are known.</summary>
    public bool Accepts(TensorShape other)
    {
        var accepts = Rank == other.Rank;
        for (var dimension = 0; accepts && dimension < Rank; dimension++)
        {
            accepts = this[dimension] == other[dimension] || this[dimension] == Any || other[dimension] == Any;
        }

        return accepts;
    }

    /// <summary>As in <c>[1,5,?]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', lengths.Select(length => length == Any ? "?" : $"{length}"))}]";
}
