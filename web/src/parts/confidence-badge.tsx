const TONES: Record<string, string> = { High: 'green', Good: 'blue', Low: 'amber', Poor: 'red' };

export function ConfidenceBadge({ label, score }: { label: string; score: number }) {
  return (
    <span class={`badge ${TONES[label] ?? 'grey'}`} title={`Confidence: ${label}, ${score} of 100`}>
      {label} {score}
    </span>
  );
}
