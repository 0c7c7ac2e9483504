namespace CloudCctv.Storage.Objects;

/// <summary>Names one version of an object. Opaque: only equality has meaning. The default value matches nothing.</summary>
public readonly record struct ETag(string Value)
{
    public override string ToString() => Value;
}
