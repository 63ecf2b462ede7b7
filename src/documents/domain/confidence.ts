export type ConfidenceLabel = 'High' | 'Good' | 'Low' | 'Poor';

/** The band of a score from 0 to 100; null before processing. */
export function confidenceLabel(score: number | null): ConfidenceLabel | null {
  if (score === null) return null;
  if (score >= 90) return 'High';
  if (score >= 70) return 'Good';
  return score >= 50 ? 'Low' : 'Poor';
}
