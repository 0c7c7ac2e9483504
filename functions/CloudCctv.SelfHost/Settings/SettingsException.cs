namespace CloudCctv.SelfHost.Settings;

/// <summary>The program cannot start as it was told. Each line names where, what, and what would be right; no secrets.</summary>
public sealed class SettingsException(IEnumerable<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public SettingsException(string fault)
        : this([fault])
    {
    }
}
