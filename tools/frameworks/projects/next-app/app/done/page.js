export default function Page() {
  return <p>done</p>;
}
