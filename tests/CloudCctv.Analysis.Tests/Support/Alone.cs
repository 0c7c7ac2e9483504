namespace CloudCctv.Analysis.Tests.Support;

/// <summary>For tests that measure what the whole process allocates: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
