import { useQueryClient } from '@tanstack/react-query';

/** Reads again what is on screen of these topics. */
export function useReadAgain(): (...topics: string[]) => Promise<unknown> {
  const client = useQueryClient();
  return (...topics) => Promise.all(topics.map((topic) => client.invalidateQueries({ queryKey: [topic] })));
}
